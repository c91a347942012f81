/** VS Code in a browser: code-server with the extension, and chromium to look at it. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Playwright from '../../../editors/vscode/node_modules/playwright-core/index.js'

// One installation serves the extension and its tests.
const extension = createRequire(new URL('../../../editors/vscode/package.json', import.meta.url))
const { chromium } = extension('playwright-core') as typeof Playwright

/** What the caller (`cargo xtask vscode test`) says. */
function given(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run this test with \`cargo xtask vscode test\``)
  }
  return value
}

/** How long something may take before the test fails. */
const PATIENCE = 20_000

/** Asks again until the answer is neither false nor missing. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  patience = PATIENCE,
): Promise<NonNullable<T>> {
  const start = Date.now()
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) {
        return answer
      }
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() - start > patience) {
      throw new Error(`waited ${patience / 1000} s for ${what}; the last answer was ${String(last)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export class Workbench {
  readonly folder: string
  readonly page: Playwright.Page
  readonly #home: string
  readonly #server: ChildProcess
  readonly #browser: Playwright.Browser
  readonly #shots: string

  private constructor(
    home: string,
    server: ChildProcess,
    browser: Playwright.Browser,
    page: Playwright.Page,
    shots: string,
  ) {
    this.#home = home
    this.folder = join(home, 'workspace')
    this.#server = server
    this.#browser = browser
    this.page = page
    this.#shots = shots
  }

  static async start(): Promise<Workbench> {
    const [codeServer, vsix, shots] = [
      given('AVERMENT_CODE_SERVER'),
      given('AVERMENT_VSIX'),
      given('AVERMENT_SCREENSHOTS'),
    ]
    rmSync(shots, { recursive: true, force: true })
    mkdirSync(shots, { recursive: true })
    const home = mkdtempSync(join(tmpdir(), 'averment-vscode-'))
    cpSync(new URL('workspace', import.meta.url), join(home, 'workspace'), { recursive: true })
    writeJson(join(home, 'user', 'User'), SETTINGS)
    const places = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')]
    const entry = join(codeServer, 'node_modules/code-server/out/node/entry.js')
    execFileSync(process.execPath, [entry, ...places, '--install-extension', vsix], { stdio: 'pipe' })
    const port = await freePort()
    const quiet = [
      '--auth',
      'none',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
    ]
    const args = [entry, ...places, ...quiet, '--bind-addr', `127.0.0.1:${port}`, join(home, 'workspace')]
    const server = spawn(process.execPath, args, { stdio: 'ignore' })
    const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(join(home, 'workspace'))}`
    await until('code-server', async () => (await fetch(address)).ok)
    const browser = await chromium.launch({ executablePath: given('AVERMENT_CHROMIUM'), args: FLAGS })
    const page = await browser.newPage({ viewport: { width: 1400, height: 950 } })
    const workbench = new Workbench(home, server, browser, page, shots)
    try {
      await page.goto(address)
      await page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: 60_000 })
    } catch (error) {
      await workbench.stop()
      throw error
    }
    return workbench
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    this.#server.kill()
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  /** The settings of the workspace's folder. */
  settings(settings: Record<string, unknown>): void {
    writeJson(join(this.folder, '.vscode'), settings)
  }

  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.#shots, `${name}.png`) })
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key)
    }
  }

  /** Runs a command by the name it has in the palette. */
  async command(name: string): Promise<void> {
    await this.press('F1')
    await this.pick(`>${name}`, name)
  }

  /** Types into the box that is open, and takes the entry that holds these words. */
  async pick(typed: string, entry: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget input[type="text"]')
    await box.waitFor()
    await box.fill(typed)
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: entry }).first()
    await row.waitFor({ timeout: PATIENCE })
    await row.click()
  }

  /** Opens a file of the workspace, and puts the cursor behind the first place where this text stands in it. */
  async open(file: string, behind?: string): Promise<void> {
    await this.press('Control+P')
    await this.pick(file, file)
    await this.page.locator('.tabs-container .tab.active', { hasText: file }).waitFor()
    if (behind !== undefined) {
      await this.goTo(file, behind)
    }
  }

  /** Puts the cursor behind the first place where this text stands in the file on disk. */
  async goTo(file: string, behind: string): Promise<void> {
    const text = this.read(file)
    const at = text.indexOf(behind)
    if (at < 0) {
      throw new Error(`“${behind}” is not in ${file}`)
    }
    const before = text.slice(0, at + behind.length).split('\n')
    const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
    await this.press('Control+G')
    const box = this.page.locator('.quick-input-widget input[type="text"]')
    await box.waitFor()
    await box.fill(`:${line}:${column}`)
    await this.press('Enter')
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
    await until('the cursor', async () =>
      (await this.status()).some((text) => text === `Ln ${line}, Col ${column}`),
    )
    // A key that is pressed before the editor has the focus back is lost.
    await until('the editor to have the focus', () =>
      this.page.evaluate(
        () => document.activeElement?.closest('.editor-group-container.active .monaco-editor') != null,
      ),
    )
  }

  /** Types at the pace of a person: what the editor does with a line it does before the next one begins. */
  async type(text: string): Promise<void> {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) {
        await this.page.waitForTimeout(250)
        await this.press('Enter')
        await this.page.waitForTimeout(100)
      }
      await this.page.keyboard.type(line, { delay: 30 })
    }
  }

  /** Types, and waits for a suggestion that holds these words. */
  async suggestion(typed: string, words: string): Promise<Playwright.Locator> {
    await this.type(typed)
    const row = this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: words }).first()
    try {
      await row.waitFor({ timeout: 3_000 })
    } catch {
      // On a busy machine what was typed last may have overtaken what was asked; then somebody asks again.
      await this.press('Control+Space')
      await row.waitFor({ timeout: PATIENCE })
    }
    return row
  }

  /** A file as it is on disk. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  /** Saves, and waits until the file on disk says so. */
  async save(file: string, holds: RegExp): Promise<void> {
    await this.press('Control+S')
    await until(`${file} to hold ${holds}`, () => holds.test(this.read(file)))
  }

  /** What the items of the status bar say. */
  async status(): Promise<string[]> {
    const texts = await this.page.locator('.statusbar-item').allInnerTexts()
    return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())
  }

  /** The coverage in the status bar, in percent. */
  async coverage(): Promise<number | undefined> {
    const item = (await this.status()).find((text) => /^Averment \d+%$/.test(text))
    return item === undefined ? undefined : Number(item.match(/\d+/)?.[0])
  }

  /** The frame of a web view that holds an element. */
  async frame(selector: string, patience = PATIENCE): Promise<Playwright.Frame> {
    const find = async () => {
      for (const frame of this.page.frames()) {
        if (
          (await frame
            .locator(selector)
            .count()
            .catch(() => 0)) > 0
        ) {
          return frame
        }
      }
      return undefined
    }
    return until(`a view with ${selector}`, find, patience)
  }

  /** The processes that run the extension's server. */
  servers(): number[] {
    const extensions = join(this.#home, 'extensions')
    const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const runs = (pid: string): boolean => {
      try {
        return readlinkSync(`/proc/${pid}/exe`).startsWith(extensions)
      } catch {
        return false
      }
    }
    return numbers.filter(runs).map(Number)
  }
}

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  )

/** Nothing moves and nothing is offered that is not asked for. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'git.enabled': false,
  'extensions.ignoreRecommendations': true,
  'window.menuBarVisibility': 'compact',
}

function writeJson(folder: string, settings: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2))
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()))
    })
  })
}
