/** Coverage in words. Knows no editor. */

import type { Coverage, CoverageAnswer, SpecCoverage } from './protocol.ts'

/** `3 open, 12 answered, 2 waived`: what there is, the open ones first. */
export function counts({ answered, open, waived }: Coverage): string {
  const parts = [
    open > 0 ? `${open} open` : '',
    answered > 0 ? `${answered} answered` : '',
    waived > 0 ? `${waived} waived` : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(', ') : 'nothing asked yet'
}

/** `62%`; a dash where nothing is asked. */
export function percent({ percent }: Coverage): string {
  return percent === null ? '–' : `${percent}%`
}

/** The specs with the most open questions first. */
export function byOpen(specs: SpecCoverage[]): SpecCoverage[] {
  return [...specs].sort((a, b) => b.open - a.open || a.name.localeCompare(b.name))
}

/** What the tooltip lists, in Markdown. `limit` is the number of specs that are listed. */
export function tooltip({ total, specs }: CoverageAnswer, limit: number): string {
  const raised = byOpen(specs).filter((spec) => spec.percent !== null)
  const lines = [`**Edge cases:** ${percent(total)} (${counts(total)})`]
  if (raised.length > 0) {
    lines.push('', '| | | |', '|:--|--:|:--|')
    lines.push(
      ...raised
        .slice(0, limit)
        .map((spec) => `| ${escaped(spec.name)} | ${percent(spec)} | ${counts(spec)} |`),
    )
    if (raised.length > limit) {
      lines.push('', `and ${raised.length - limit} more`)
    }
  }
  return lines.join('\n')
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&')
}
