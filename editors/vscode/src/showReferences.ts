/** What a click on a code lens does: the list of places it counts. */

import * as vscode from 'vscode'
import { toPosition } from './places.ts'
import type { Location, Position } from './protocol.ts'

export const SHOW_REFERENCES = 'averment.showReferences'

export async function showReferences(uri: string, position: Position, places: Location[]): Promise<void> {
  const locations = places.map(({ uri, range }) => {
    return new vscode.Location(
      vscode.Uri.parse(uri),
      new vscode.Range(toPosition(range.start), toPosition(range.end)),
    )
  })
  const at = [vscode.Uri.parse(uri), toPosition(position)] as const
  await vscode.commands.executeCommand('editor.action.showReferences', ...at, locations)
}
