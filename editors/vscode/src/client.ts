/** The language server: found, started, watched, asked. */

import * as vscode from 'vscode'
import {
  LanguageClient,
  type LanguageClientOptions,
  LSPErrorCodes,
  ResponseError,
  State,
  type StaticFeature,
} from 'vscode-languageclient/node'
import { findServer } from './findServer.ts'
import { rulePageAddress } from './rulePages.ts'
import { SHOW_REFERENCES } from './showReferences.ts'

export type ServerState = 'starting' | 'running' | 'stopped' | 'missing'

export class Server implements vscode.Disposable {
  #client: LanguageClient | undefined
  #state: ServerState = 'stopped'
  readonly #changed = new vscode.EventEmitter<ServerState>()
  readonly #output = vscode.window.createOutputChannel('Averment', { log: true })
  readonly #trace = vscode.window.createOutputChannel('Averment Trace', { log: true })
  readonly #disposables: vscode.Disposable[] = [this.#changed, this.#output, this.#trace]
  readonly #context: vscode.ExtensionContext

  /** Fires when the server comes up, goes down, or is found to be missing. */
  readonly onDidChangeState = this.#changed.event

  constructor(context: vscode.ExtensionContext) {
    this.#context = context
    this.#disposables.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('averment.server')) {
          void this.restart()
        }
      }),
    )
  }

  get state(): ServerState {
    return this.#state
  }

  async start(): Promise<void> {
    const settings = vscode.workspace.getConfiguration('averment')
    const found = findServer({
      setting: settings.get('server.path', ''),
      workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      extensionFolder: this.#context.extensionPath,
      path: process.env.PATH ?? '',
      platform: process.platform,
    })
    if ('missing' in found) {
      this.#set('missing')
      this.#output.error(found.missing)
      void offerHelp(found.missing)
      return
    }
    this.#output.info(`Starting ${found.command}, found in the ${found.from}.`)
    const command = { command: found.command, args: ['lsp'] }
    const client = new LanguageClient('averment', 'Averment', command, this.#options())
    this.#client = client
    client.registerFeature(LENS_COMMANDS)
    client.onDidChangeState(({ newState }) => {
      if (this.#client === client) {
        this.#set(STATES[newState])
      }
    })
    try {
      await client.start()
    } catch (error) {
      this.#output.error(
        `The server did not start: ${error instanceof Error ? error.message : String(error)}`,
      )
      this.#set('stopped')
    }
  }

  async restart(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    try {
      await client?.dispose()
    } catch {
      // One that died by itself has nothing left to be disposed of.
    }
    await this.start()
  }

  showOutput(): void {
    this.#output.show()
  }

  /** The answer of a command of editors/PROTOCOL.md; `undefined` while the server is down or the text has moved on. */
  async ask<T>(command: string, argument?: unknown): Promise<T | undefined> {
    const client = this.#client
    if (client === undefined || !client.isRunning()) {
      return undefined
    }
    const params = { command, arguments: argument === undefined ? [] : [argument] }
    try {
      return await client.sendRequest<T>('workspace/executeCommand', params)
    } catch (error) {
      const passing = [
        LSPErrorCodes.ContentModified,
        LSPErrorCodes.RequestCancelled,
        LSPErrorCodes.ServerCancelled,
      ]
      if (!(error instanceof ResponseError && passing.includes(error.code)) && client.isRunning()) {
        this.#output.warn(`“${command}”: ${error instanceof Error ? error.message : String(error)}`)
      }
      return undefined
    }
  }

  dispose(): void {
    void this.#client?.dispose().catch(() => {})
    for (const disposable of this.#disposables) {
      disposable.dispose()
    }
  }

  #set(state: ServerState): void {
    if (this.#state !== state) {
      this.#state = state
      this.#changed.fire(state)
    }
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: [
        { language: 'averment', scheme: 'file' },
        { language: 'averment', scheme: 'untitled' },
      ],
      outputChannel: this.#output,
      traceOutputChannel: this.#trace,
      // What is set for hints and lints is sent, and sent again when it changes.
      synchronize: { configurationSection: 'averment' },
      // Each finding carries the address of its page, which `RulePages` opens.
      initializationOptions: { rulePage: rulePageAddress('{code}') },
    }
  }
}

/** Says which commands a code lens may carry. */
const LENS_COMMANDS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    const experimental = (capabilities.experimental ?? {}) as Record<string, unknown>
    capabilities.experimental = { ...experimental, commands: { commands: [SHOW_REFERENCES] } }
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
}

const STATES: Record<State, ServerState> = {
  [State.Stopped]: 'stopped',
  [State.Starting]: 'starting',
  [State.StartFailed]: 'stopped',
  [State.Running]: 'running',
}

async function offerHelp(message: string): Promise<void> {
  const settings = 'Open Settings'
  const chosen = await vscode.window.showErrorMessage(message, settings)
  if (chosen === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'averment.server.path')
  }
}
