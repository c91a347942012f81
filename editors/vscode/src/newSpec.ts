/** The command that starts a spec: a new file, with the vocabulary's own snippet in it. */

import * as vscode from 'vscode'
import { fileName, problemWithName } from './specName.ts'

interface Snippet {
  body: string[]
}

export async function newSpec(extension: vscode.Uri): Promise<void> {
  const folder = await pickFolder()
  const name = await vscode.window.showInputBox({
    title: 'New spec',
    prompt: 'What is the feature called? One word, such as CsvExport.',
    placeHolder: 'CsvExport',
    validateInput: problemWithName,
  })
  if (name === undefined) {
    return
  }
  const snippet = await specSnippet(extension, name)
  // Without a folder the spec is untitled until it is saved.
  const uri = folder && (await freeUri(folder, name))
  const document = uri
    ? await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: 'averment' })
  await vscode.languages.setTextDocumentLanguage(document, 'averment')
  const editor = await vscode.window.showTextDocument(document)
  await editor.insertSnippet(snippet, new vscode.Position(0, 0))
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? []
  const active = vscode.window.activeTextEditor?.document
  if (active?.languageId === 'averment' && active.uri.scheme === 'file') {
    return vscode.Uri.joinPath(active.uri, '..')
  }
  return folders.length > 1 ? (await vscode.window.showWorkspaceFolderPick())?.uri : folders[0]?.uri
}

async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number += 1) {
    const uri = vscode.Uri.joinPath(folder, fileName(name, number))
    try {
      await vscode.workspace.fs.stat(uri)
    } catch {
      return uri
    }
  }
}

async function specSnippet(extension: vscode.Uri, name: string): Promise<vscode.SnippetString> {
  const file = vscode.Uri.joinPath(extension, 'snippets', 'averment.json')
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file))
  const snippets = JSON.parse(text) as Record<string, Snippet>
  const body = (snippets.spec?.body ?? []).join('\n')
  // The name is known already; the other places are filled in one after another.
  return new vscode.SnippetString(`${body.replace(/\$\{1:[^}]*\}/, name)}\n`)
}
