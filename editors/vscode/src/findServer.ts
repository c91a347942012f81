/** Which `averment` to start. Knows no editor, so that it can be tested without one. */

import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Surroundings {
  /** The setting `averment.server.path`; empty where it is not set. */
  setting: string
  /** The first folder of the workspace. */
  workspaceFolder: string | undefined
  /** Where the extension is installed. */
  extensionFolder: string
  /** The environment's `PATH`. */
  path: string
  platform: NodeJS.Platform
}

export type Found =
  | { command: string; from: 'settings' | 'extension' | 'PATH' }
  /** What went wrong, for the person in front of the editor. */
  | { missing: string }

/** In the settings, then beside the extension, then on the `PATH`. */
export function findServer(around: Surroundings): Found {
  const file = around.platform === 'win32' ? 'averment.exe' : 'averment'
  const setting = around.setting.trim()
  if (setting !== '') {
    const command = expand(setting, around.workspaceFolder)
    if (isExecutable(command)) {
      return { command, from: 'settings' }
    }
    // A bare word in the settings is looked up like the shell would.
    const onPath = /[\\/]/.test(command) ? undefined : lookUp(command, around.path)
    if (onPath !== undefined) {
      return { command: onPath, from: 'settings' }
    }
    return {
      missing: `The setting “averment.server.path” names “${command}”, which is not a file that can be run.`,
    }
  }
  const bundled = join(around.extensionFolder, 'server', file)
  if (isExecutable(bundled)) {
    return { command: bundled, from: 'extension' }
  }
  const onPath = lookUp(file, around.path)
  if (onPath !== undefined) {
    return { command: onPath, from: 'PATH' }
  }
  return {
    missing:
      'This build of the extension brings no Averment server for your platform, and there is no “averment” on the PATH. Install it with “cargo install averment”, or name it in the setting “averment.server.path”.',
  }
}

function expand(path: string, workspaceFolder: string | undefined): string {
  const home = path === '~' || /^~[\\/]/.test(path) ? homedir() + path.slice(1) : path
  return workspaceFolder === undefined
    ? home
    : home.replaceAll(/\$\{workspaceFolder\}/g, () => workspaceFolder)
}

function lookUp(file: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, file)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
