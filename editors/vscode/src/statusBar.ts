/** The item in the status bar: whether the server runs, and how much of the edge cases is answered. */

import * as vscode from 'vscode'
import type { Server } from './client.ts'
import { percent, tooltip } from './coverageText.ts'
import type { CoverageAnswer } from './protocol.ts'

/** How long the text has to rest before the coverage is counted again. */
const REST = 600

/** How many specs the tooltip lists. */
const LISTED = 12

export class StatusBar implements vscode.Disposable {
  readonly #server: Server
  readonly #item = vscode.window.createStatusBarItem('averment.status', vscode.StatusBarAlignment.Left, 0)
  readonly #disposables: vscode.Disposable[] = [this.#item]
  #timer: NodeJS.Timeout | undefined

  constructor(server: Server) {
    this.#server = server
    this.#item.name = 'Averment'
    this.#disposables.push(
      server.onDidChangeState(() => this.#show()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#later(document.languageId)),
      vscode.workspace.onDidSaveTextDocument(({ languageId }) => this.#later(languageId)),
      vscode.languages.onDidChangeDiagnostics(() => this.#later('averment')),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('averment.statusBar')) {
          this.#show()
        }
      }),
    )
    this.#show()
    this.#item.show()
  }

  dispose(): void {
    clearTimeout(this.#timer)
    for (const disposable of this.#disposables) {
      disposable.dispose()
    }
  }

  #later(languageId: string): void {
    if (languageId === 'averment') {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#count(), REST)
    }
  }

  #show(): void {
    const item = this.#item
    item.backgroundColor = undefined
    switch (this.#server.state) {
      case 'starting':
        item.text = '$(loading~spin) Averment'
        item.tooltip = 'The Averment server is starting.'
        item.command = 'averment.showOutput'
        break
      case 'running':
        item.text = '$(checklist) Averment'
        item.tooltip = 'The Averment server is running.'
        item.command = 'averment.showCoverage'
        this.#later('averment')
        break
      case 'stopped':
        item.text = '$(warning) Averment'
        item.tooltip = 'The Averment server has stopped. Click to start it again.'
        item.command = 'averment.restartServer'
        item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground')
        break
      case 'missing':
        item.text = '$(error) Averment'
        item.tooltip = 'There is no Averment server. Click to see what was looked for.'
        item.command = 'averment.showOutput'
        item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground')
        break
    }
  }

  async #count(): Promise<void> {
    if (this.#server.state !== 'running') {
      return
    }
    const wanted = vscode.workspace.getConfiguration('averment').get('statusBar.coverage', true)
    const answer = wanted ? await this.#server.ask<CoverageAnswer>('averment.coverage') : undefined
    if (answer === undefined || this.#server.state !== 'running') {
      return
    }
    this.#item.text =
      answer.total.percent === null
        ? '$(checklist) Averment'
        : `$(checklist) Averment ${percent(answer.total)}`
    const markdown = new vscode.MarkdownString(tooltip(answer, LISTED))
    markdown.appendMarkdown('\n\nClick to go to a spec.')
    this.#item.tooltip = markdown
  }
}
