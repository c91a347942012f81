import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { after, test } from 'node:test'
import { findServer, type Surroundings } from '../src/findServer.ts'

const root = mkdtempSync(join(tmpdir(), 'averment-'))
after(() => rmSync(root, { recursive: true }))

function program(path: string): string {
  const file = join(root, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '')
  chmodSync(file, 0o755)
  return file
}

function around(given: Partial<Surroundings>): Surroundings {
  const extensionFolder = join(root, 'extension-without-server')
  return { setting: '', workspaceFolder: undefined, extensionFolder, path: '', platform: 'linux', ...given }
}

test('the setting wins, then the extension, then the PATH', () => {
  const set = program('set/averment-dev')
  const bundled = program('extension/server/averment')
  const onPath = program('bin/averment')
  const extensionFolder = join(root, 'extension')
  const path = [join(root, 'nothing'), join(root, 'bin')].join(delimiter)
  const all = around({ setting: ` ${set} `, extensionFolder, path })
  assert.deepEqual(findServer(all), { command: set, from: 'settings' })
  assert.deepEqual(findServer({ ...all, setting: '' }), { command: bundled, from: 'extension' })
  assert.deepEqual(findServer(around({ path })), { command: onPath, from: 'PATH' })
})

test('the home folder, the workspace folder and bare words are understood in the setting', () => {
  const set = program('work/tools/averment')
  const workspaceFolder = join(root, 'work')
  const setting = '$' + '{workspaceFolder}/tools/averment'
  assert.deepEqual(findServer(around({ setting, workspaceFolder })), { command: set, from: 'settings' })
  const path = join(root, 'work/tools')
  assert.deepEqual(findServer(around({ setting: 'averment', path })), { command: set, from: 'settings' })
  const fromHome = `~/${relative(homedir(), set)}`
  assert.ok('command' in findServer(around({ setting: fromHome })))
})

test('a setting that leads nowhere is said, and nothing else is taken instead', () => {
  program('bin/averment')
  const path = join(root, 'bin')
  const found = findServer(around({ setting: '/no/such/averment', path }))
  assert.ok('missing' in found && found.missing.includes('“/no/such/averment”'))
  assert.ok('missing' in findServer(around({ setting: root, path })), 'a folder cannot be run')
})

test('where there is none it is said what to do', () => {
  const found = findServer(around({}))
  assert.ok('missing' in found && found.missing.includes('cargo install averment'))
})

test('on Windows it is called averment.exe', () => {
  const command = program('windows/server/averment.exe')
  const extensionFolder = join(root, 'windows')
  assert.deepEqual(findServer(around({ extensionFolder, platform: 'win32' })), { command, from: 'extension' })
})
