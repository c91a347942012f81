/** Places of the protocol as the editor's. */

import * as vscode from 'vscode'
import type { Position } from './protocol.ts'

export function toPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character)
}
