/** Names of specs and of their files. Knows no editor. */

/** What is wrong with a name, `undefined` where nothing is. */
export function problemWithName(name: string): string | undefined {
  if (name.trim() === '') {
    return 'A spec has a name.'
  }
  if (!/^[\p{L}_][\p{L}\p{N}\p{M}_]*(?:-[\p{L}\p{N}\p{M}_]+)*$/u.test(name)) {
    return 'A name is one word: letters and digits, beginning with a letter.'
  }
  return undefined
}

/** `CsvExport` is kept in `csv-export.averment`; the second of that name in `csv-export-2.averment`. */
export function fileName(name: string, number: number): string {
  const words = name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1-$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .replaceAll('_', '-')
  return `${words.toLowerCase()}${number > 1 ? `-${number}` : ''}.averment`
}
