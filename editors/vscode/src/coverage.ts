/** The command that lists the specs by what they leave open. */

import * as vscode from 'vscode'
import type { Server } from './client.ts'
import { byOpen, counts, percent } from './coverageText.ts'
import { toPosition } from './places.ts'
import type { CoverageAnswer } from './protocol.ts'

export async function showCoverage(server: Server): Promise<void> {
  const answer = await server.ask<CoverageAnswer>('averment.coverage')
  if (answer === undefined) {
    void vscode.window.showWarningMessage('The Averment server is not running, so nothing can be counted.')
    return
  }
  if (answer.specs.length === 0) {
    void vscode.window.showInformationMessage('There is no spec in this workspace yet.')
    return
  }
  const items = byOpen(answer.specs).map((spec) => ({
    label: `$(${spec.open > 0 ? 'circle-large-outline' : 'pass'}) ${spec.name}`,
    description: `${percent(spec)}  ${spec.status}`,
    detail: [spec.title, counts(spec)].filter((part) => part !== null).join(' — '),
    spec,
  }))
  const picked = await vscode.window.showQuickPick(items, {
    title: `Edge cases: ${percent(answer.total)} answered (${counts(answer.total)})`,
    placeHolder: 'The spec to go to',
    matchOnDescription: true,
    matchOnDetail: true,
  })
  if (picked !== undefined) {
    const { uri, range } = picked.spec.location
    const start = toPosition(range.start)
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(start, start) })
  }
}
