/** Starts everything, and stops it again. */

import * as vscode from 'vscode'
import { Server } from './client.ts'
import { showCoverage } from './coverage.ts'
import { newSpec } from './newSpec.ts'
import { Previews } from './preview/panel.ts'
import { RulePages } from './rulePages.ts'
import { SHOW_REFERENCES, showReferences } from './showReferences.ts'
import { StatusBar } from './statusBar.ts'

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const rulePages = new RulePages()
  const server = new Server(context)
  rulePages.use(server)
  const previews = new Previews(context.extensionUri, server)
  const statusBar = new StatusBar(server)
  context.subscriptions.push(
    server,
    rulePages,
    previews,
    statusBar,
    vscode.commands.registerCommand(SHOW_REFERENCES, showReferences),
    vscode.commands.registerCommand('averment.restartServer', () => server.restart()),
    vscode.commands.registerCommand('averment.showOutput', () => server.showOutput()),
    vscode.commands.registerCommand('averment.showCoverage', () => showCoverage(server)),
    vscode.commands.registerCommand('averment.openRule', (code?: unknown) => rulePages.open(code)),
    vscode.commands.registerCommand('averment.newSpec', () => newSpec(context.extensionUri)),
    vscode.commands.registerCommand('averment.showPreview', () => previews.show()),
  )
  await server.start()
}
