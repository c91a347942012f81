/** The pages of the rules, read inside the editor: virtual documents that VS Code shows as rendered Markdown. */

import * as vscode from 'vscode'
import type { Server } from './client.ts'
import type { RulePage } from './protocol.ts'

const SCHEME = 'averment-rule'

/** The address of a rule's page. */
export function rulePageAddress(code: string): string {
  return `${SCHEME}:/${code}.md`
}

/** The code of a diagnostic, with or without its link. */
function codeOf(diagnostic: vscode.Diagnostic): string | undefined {
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code
  return diagnostic.source === 'averment' && typeof code === 'string' ? code : undefined
}

export class RulePages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  #server: Server | undefined
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this)

  use(server: Server): void {
    this.#server = server
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/^\//, '').replace(/\.md$/, '')
    const page = await this.#server?.ask<RulePage | null>('averment.rule', { code })
    return (
      page?.markdown ??
      `# ${code}\n\nThere is no page for this rule while the Averment server is not running.\n`
    )
  }

  /** Opens a page: of the code given, or of one that is picked, those at the cursor first. */
  async open(given: unknown): Promise<void> {
    const code = typeof given === 'string' ? given : await this.#pick()
    if (code !== undefined) {
      await vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.parse(rulePageAddress(code)),
        'vscode.markdown.preview.editor',
      )
    }
  }

  async #pick(): Promise<string | undefined> {
    const all = await this.#server?.ask<{ code: string; summary: string }[]>('averment.rules')
    if (all === undefined) {
      void vscode.window.showWarningMessage(
        'The pages of the rules come from the Averment server, which is not running.',
      )
      return undefined
    }
    const here = new Set(findingsAtCursor())
    const items = all.map(({ code, summary }) => ({ label: code, detail: summary, here: here.has(code) }))
    items.sort((a, b) => Number(b.here) - Number(a.here))
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: 'The rule to read about',
      matchOnDetail: true,
    })
    return picked?.label
  }

  dispose(): void {
    this.#registration.dispose()
  }
}

function findingsAtCursor(): string[] {
  const editor = vscode.window.activeTextEditor
  if (editor === undefined) {
    return []
  }
  const line = editor.selection.active.line
  const here = vscode.languages.getDiagnostics(editor.document.uri).filter(({ range }) => {
    return range.start.line <= line && line <= range.end.line
  })
  return here.flatMap((diagnostic) => codeOf(diagnostic) ?? [])
}
