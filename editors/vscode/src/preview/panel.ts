/** The panel beside the text: it follows the cursor, and leads back to the text. */

import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'
import type { Server } from '../client.ts'
import { toPosition } from '../places.ts'
import type { Location, Page, Position } from '../protocol.ts'
import type { FromView, ToView } from './messages.ts'

/** How long the cursor and the text have to rest. */
const REST = 120

/** What VS Code knows the panel by, also when it brings it back. */
const VIEW = 'averment.preview'

export class Previews implements vscode.Disposable, vscode.WebviewPanelSerializer<ToView> {
  readonly #extension: vscode.Uri
  readonly #server: Server
  readonly #registration = vscode.window.registerWebviewPanelSerializer(VIEW, this)
  #panel: Preview | undefined

  constructor(extension: vscode.Uri, server: Server) {
    this.#extension = extension
    this.#server = server
  }

  show(): void {
    const editor = vscode.window.activeTextEditor
    if (this.#panel === undefined) {
      const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }
      const options = { enableFindWidget: true }
      this.#open(vscode.window.createWebviewPanel(VIEW, 'Spec Preview', beside, options))
    } else {
      this.#panel.reveal()
    }
    if (editor !== undefined && isSpec(editor)) {
      this.#panel?.follow(editor)
    }
  }

  /** Takes up a panel that VS Code brings back with its window, with what its page showed last. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: ToView | undefined): Promise<void> {
    // There is one at most. Somebody may have asked for it before the old one was brought back.
    if (this.#panel !== undefined) {
      panel.dispose()
      return
    }
    const preview = this.#open(panel, state)
    const { activeTextEditor, visibleTextEditors } = vscode.window
    const editor = [activeTextEditor, ...visibleTextEditors].find((one) => one !== undefined && isSpec(one))
    if (editor !== undefined) {
      preview.follow(editor)
    } else if (state?.type === 'page') {
      preview.stay(state.page.location)
    }
  }

  #open(panel: vscode.WebviewPanel, last?: ToView): Preview {
    const preview = new Preview(panel, last, this.#extension, this.#server, () => {
      this.#panel = undefined
    })
    this.#panel = preview
    return preview
  }

  dispose(): void {
    this.#registration.dispose()
    this.#panel?.dispose()
  }
}

function isSpec({ document }: vscode.TextEditor): boolean {
  return document.languageId === 'averment'
}

/** What is shown: the declaration at a position of a text. */
interface Place {
  uri: string
  position: Position
  viewColumn?: vscode.ViewColumn | undefined
}

class Preview implements vscode.Disposable {
  readonly #server: Server
  readonly #panel: vscode.WebviewPanel
  readonly #disposables: vscode.Disposable[] = []
  #place: Place | undefined
  #timer: NodeJS.Timeout | undefined
  /** The number of the question asked last: answers to others come too late. */
  #asked = 0
  #last: ToView | undefined

  constructor(
    panel: vscode.WebviewPanel,
    last: ToView | undefined,
    extension: vscode.Uri,
    server: Server,
    onClose: () => void,
  ) {
    this.#last = last
    this.#server = server
    const dist = vscode.Uri.joinPath(extension, 'dist', 'preview')
    this.#panel = panel
    // Of a panel that is brought back these are not kept: where the extension lies may have changed.
    this.#panel.webview.options = { enableScripts: true, localResourceRoots: [dist] }
    this.#panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'images', 'file-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'images', 'file-dark.svg'),
    }
    this.#disposables.push(
      this.#panel.onDidDispose(() => {
        this.dispose()
        onClose()
      }),
      this.#panel.webview.onDidReceiveMessage((message: FromView) => void this.#take(message)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined && isSpec(editor)) {
          this.follow(editor)
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.document.uri.toString() === this.#place?.uri) {
          this.follow(textEditor)
        }
      }),
      // What another file says may show here too.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === 'averment') {
          this.#later()
        }
      }),
      server.onDidChangeState((state) => {
        if (state === 'running') {
          this.#later()
        }
      }),
    )
    this.#panel.webview.html = html(this.#panel.webview, dist)
  }

  /** Shows what is at the cursor. */
  follow({ document, selection, viewColumn }: vscode.TextEditor): void {
    const { line, character } = selection.active
    this.#place = { uri: document.uri.toString(), position: { line, character }, viewColumn }
    this.#later()
  }

  /** Shows what is at a place until there is a cursor to follow. */
  stay({ uri, range }: Location): void {
    this.#place = { uri, position: range.start }
    this.#later()
  }

  reveal(): void {
    this.#panel.reveal(undefined, true)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#panel.dispose()
    for (const disposable of this.#disposables.splice(0)) {
      disposable.dispose()
    }
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#update(), REST)
  }

  async #update(): Promise<void> {
    if (this.#place === undefined) {
      return
    }
    this.#asked += 1
    const asked = this.#asked
    const { uri, position } = this.#place
    const page = await this.#server.ask<Page | null>('averment.preview', { uri, position })
    if (asked !== this.#asked) {
      return
    }
    if (page == null) {
      // While the server is away, what was read last is better than nothing.
      if (page === null || this.#last === undefined) {
        this.#send({ type: 'nothing', reason: this.#reason() })
      }
      return
    }
    this.#panel.title = `Preview ${page.name || page.kind}`
    this.#send({ type: 'page', page })
  }

  #reason(): string {
    return this.#server.state === 'running'
      ? 'There is no declaration in this file yet.'
      : 'The Averment server is not running.'
  }

  #send(message: ToView): void {
    this.#last = message
    void this.#panel.webview.postMessage(message)
  }

  async #take(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (this.#last !== undefined) {
          this.#send(this.#last)
        }
        break
      case 'go':
        await this.#go(message.location)
        break
      case 'open': {
        const uri = vscode.Uri.parse(message.url)
        if (uri.scheme === 'https' || uri.scheme === 'http') {
          await vscode.env.openExternal(uri)
        }
        break
      }
    }
  }

  async #go({ uri, range }: Location): Promise<void> {
    const start = toPosition(range.start)
    const target = vscode.Uri.parse(uri)
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === target.toString(),
    )
    const viewColumn = visible?.viewColumn ?? this.#place?.viewColumn ?? vscode.ViewColumn.One
    await vscode.window.showTextDocument(target, { viewColumn, selection: new vscode.Range(start, start) })
  }
}

function html(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64')
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'main.js'))
  const style = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'preview.css'))
  // The page's own style sheet and script, and nothing else: no inline style, no image, no connection.
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>Spec Preview</title>
</head>
<body>
  <main id="page" tabindex="-1"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`
}
