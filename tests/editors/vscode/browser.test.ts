/**
 * The extension in a real VS Code: what somebody sees and does. The steps share one window and follow one another; each leaves
 * a picture, and the one that fails leaves one of what went wrong.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until, Workbench } from './workbench.ts'

let vscode: Workbench

before(async () => {
  vscode = await Workbench.start()
})
after(() => vscode?.stop())

let number = 0
let failed = false

/** A step with its picture. */
function step(name: string, body: () => Promise<void>): void {
  test(name, { timeout: 120_000 }, async () => {
    number += 1
    // What one step leaves is what the next begins with.
    assert.ok(!failed, 'a step before this one failed')
    const picture = `${String(number).padStart(2, '0')} ${name}`
    try {
      await body()
    } catch (error) {
      failed = true
      await vscode.shot(`${picture} (failed)`)
      throw error
    }
    await vscode.shot(picture)
  })
}

/** How many mistakes are underlined in the active editor. In a draft they are warnings. */
const mistakes = () =>
  vscode.page.locator('.editor-group-container.active').locator('.squiggly-error, .squiggly-warning').count()

step('a mistake is underlined', async () => {
  await vscode.open('buy.averment')
  await until('a squiggle', mistakes)
  assert.equal(await mistakes(), 1)
})

step('the problems panel says what is wrong', async () => {
  await vscode.command('Problems: Focus on Problems View')
  const row = vscode.page.locator('.markers-panel .monaco-list-row', { hasText: '`Basket` has no `lins`' })
  await row.first().waitFor()
  assert.match(
    (await row.first().innerText()).replaceAll(/\s+/g, ' '),
    /did you mean `lines`\? averment name\/unresolved/,
  )
})

step('the page of a rule opens from the problem', async () => {
  await vscode.page
    .locator('.markers-panel .monaco-list-row .code-link, .markers-panel .monaco-list-row a', {
      hasText: 'name/unresolved',
    })
    .first()
    .click({ modifiers: ['Control'] })
  const page = await vscode.frame('h1:has-text("name/unresolved")')
  await page.locator('pre', { hasText: 'spec ' }).first().waitFor()
})

step('a quick fix answers it', async () => {
  await vscode.press('Control+J')
  await vscode.open('buy.averment', '[Basket.lin')
  const menu = vscode.page.locator('.action-widget .monaco-list-row', { hasText: 'Write `lines`' })
  await vscode.command('Quick Fix...')
  await menu.first().waitFor()
  await vscode.shot('04 the menu of quick fixes')
  await menu.first().click()
  await until('the squiggle to go', async () => (await mistakes()) === 0)
  await vscode.save('buy.averment', /and \[Basket\.lines\] are lost/)
})

step('completion knows the model', async () => {
  await vscode.goTo('buy.averment', 'then the order number is shown')
  await vscode.suggestion('\nshows Basket.st', 'status')
  await vscode.shot('05 suggestions')
  await vscode.press('Tab')
  await vscode.save('buy.averment', /shown\n {6}shows Basket\.status\n/)
})

step('a name of another module brings its use along', async () => {
  await vscode.goTo('buy.averment', 'shows Basket.status')
  const row = await vscode.suggestion('\nshows Lin', 'shop.model')
  await row.click()
  await vscode.save('buy.averment', /use shop\.model\.\{[^}]*\bLine\b[^}]*\}/)
  await vscode.save('buy.averment', /shows Line\n/)
})

step('the outline is a table of contents', async () => {
  await vscode.command('Explorer: Focus on Outline View')
  const outline = vscode.page.locator('.outline-tree .monaco-list-row')
  for (const name of ['Pay', 'Review', 'Card']) {
    await outline.filter({ hasText: name }).first().waitFor()
  }
  await outline.filter({ hasText: 'Review' }).first().click()
  await vscode.press('End')
  await outline.filter({ hasText: 'BankDown' }).first().waitFor()
})

step('prose and lists go on with Enter', async () => {
  await vscode.goTo('buy.averment', 'are lost.')
  await vscode.type('\n| And they do not come back.\nHalf of them.')
  await vscode.save('buy.averment', /lost\.\n +\| And they do not come back\.\n +\| Half of them\.\n/)
})

step('the preview shows the spec and follows the cursor', async () => {
  await vscode.goTo('buy.averment', 'step Card')
  await vscode.command('Averment: Open Spec Preview to the Side')
  const preview = await vscode.frame('#page[data-drawn="Buy"]')
  assert.equal(await preview.locator('h1').innerText(), 'Buy what is in the basket')
  await until('the step to be marked', () =>
    preview.locator('section.current h4', { hasText: 'Enter a card' }).count(),
  )
  await vscode.open('buy.averment', 'lifecycle BasketLife')
  await until('the lifecycle to be marked', () =>
    preview.locator('section.current h3', { hasText: 'The life of a basket' }).count(),
  )
})

step('the preview draws flows and lifecycles', async () => {
  await vscode.goTo('buy.averment', 'flow Pay')
  const preview = await vscode.frame('#page[data-drawn="Buy"]')
  await until('the flow to be marked', () =>
    preview.locator('section.current h3', { hasText: 'Pay for a basket' }).count(),
  )
  const heading = preview.locator('section.current > h3')
  await until('the flow to be in sight', () =>
    heading.evaluate((heading: Element) => {
      const { top, bottom } = heading.getBoundingClientRect()
      return top >= 0 && bottom < window.innerHeight / 2
    }),
  )
  const diagrams = preview.locator('figure.diagram svg')
  assert.equal(await diagrams.count(), 2)
  const boxes = async (kind: string) => diagrams.locator(`.box.${kind}`).allInnerTexts()
  const texts = (await diagrams.locator('.box').allTextContents()).join('|')
  for (const label of [
    'See what is in the basket',
    'Enter a card',
    'Suggestions are shown',
    'placed',
    'cancelled',
  ]) {
    assert.ok(texts.includes(label), `${label} is in ${texts}`)
  }
  assert.equal((await boxes('failure')).length, 1)
  assert.equal((await boxes('final')).length, 2)
  // Nothing of the drawing lies outside of its picture.
  const within = await diagrams.first().evaluate((svg) => {
    const picture = svg.getBoundingClientRect()
    return [...svg.querySelectorAll('.box, .label')].every((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect()
      return (
        left >= picture.left - 2 &&
        right <= picture.right + 2 &&
        top >= picture.top - 2 &&
        bottom <= picture.bottom + 2
      )
    })
  })
  assert.ok(within)
})

step('a box of a diagram leads to the text, by mouse and by keyboard', async () => {
  const preview = await vscode.frame('#page[data-drawn="Buy"]')
  const line = (text: string) =>
    vscode.read('buy.averment').slice(0, vscode.read('buy.averment').indexOf(text)).split('\n').length
  const at = (text: string) =>
    until(`the cursor at “${text}”`, async () =>
      (await vscode.status()).some((item) => item.startsWith(`Ln ${line(text)},`)),
    )
  await preview.locator('.box.branch', { hasText: 'Suggestions are shown' }).click()
  await at('step Suggest')
  await preview.locator('.box.step', { hasText: 'Enter a card' }).focus()
  await vscode.press('Enter')
  await at('step Card')
})

step('a name is changed in every file', async () => {
  await vscode.open('model.averment', 'entity Bask')
  await vscode.press('F2')
  const box = vscode.page.locator('.rename-box input')
  await box.waitFor()
  assert.equal(await box.inputValue(), 'Basket')
  await box.fill('Cart')
  await vscode.press('Enter')
  await vscode.save('model.averment', /entity Cart \{/)
  await vscode.open('buy.averment')
  await vscode.save('buy.averment', /use shop\.model\.\{[^}]*\bCart\b/)
  const text = vscode.read('buy.averment')
  assert.match(text, /\[Cart\.lines\]/)
  assert.doesNotMatch(text, /\bBasket\b/)
})

step('coverage stands in the status bar and rises with an answer', async () => {
  await vscode.open('buy.averment', 'step Card')
  await until('the coverage', async () => (await vscode.coverage()) !== undefined)
  const before = (await vscode.coverage()) ?? 0
  const preview = await vscode.frame('#page[data-drawn="Buy"]')
  const open = await preview.locator('tr.tone-open').count()
  assert.ok(open > 0, 'something is open')
  const category = await preview.locator('tr.tone-open td').nth(1).innerText()
  await vscode.goTo('buy.averment', '"Try again" is shown\n  }')
  await vscode.type(`\nedge Answered {\ncovers ${category}\nwhen it happens\nthen it is said`)
  await until('the coverage to rise', async () => ((await vscode.coverage()) ?? 0) > before)
  await until('the table to say so', async () => (await preview.locator('tr.tone-open').count()) < open)
  await vscode.save('buy.averment', /edge Answered \{\n +covers [\s\S]*then it is said\n +\}/)
})

step('the specs are listed by what they leave open', async () => {
  await vscode.page.locator('.statusbar-item', { hasText: 'Averment' }).filter({ hasText: '%' }).click()
  const row = vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Buy' })
  await row.waitFor()
  assert.match(await row.innerText(), /\d+% +draft[\s\S]*answered/)
  await vscode.press('Escape')
})

step('a server that is killed is started again, and the findings come back', async () => {
  await vscode.open('model.averment', 'many Lin')
  await vscode.type('x')
  await until('a squiggle', mistakes)
  const [pid, ...others] = vscode.servers()
  assert.ok(pid !== undefined && others.length === 0, 'one server runs')
  process.kill(pid, 'SIGKILL')
  const next = await until('another server', () => vscode.servers().find((other) => other !== pid))
  assert.notEqual(next, pid)
  await until('the squiggle', mistakes)
  // It is the new server that speaks: what is edited now is seen.
  await vscode.press('Backspace')
  await until('the squiggle to go', async () => (await mistakes()) === 0)
  await vscode.type('x')
  await until('a squiggle again', mistakes)
  await vscode.press('Backspace')
  await until('the squiggle to go', async () => (await mistakes()) === 0)
  await vscode.save('model.averment', /many Line 0/)
})

step('a new spec begins with the name it is given', async () => {
  await vscode.command('Averment: New Spec')
  const box = vscode.page.locator('.quick-input-widget input[type="text"]')
  await vscode.page.locator('.quick-input-widget', { hasText: 'What is the feature called?' }).waitFor()
  await box.fill('two words')
  await vscode.page.locator('.quick-input-widget', { hasText: 'A name is one word' }).waitFor()
  await box.fill('GiftCards')
  await vscode.press('Enter')
  await vscode.page.locator('.tab.active', { hasText: 'gift-cards.averment' }).waitFor()
  await vscode.page
    .locator('.editor-group-container.active .view-line', { hasText: 'spec GiftCards' })
    .first()
    .waitFor()
  await vscode.type('Give a card')
  await vscode.press('Escape')
  await vscode.save('gift-cards.averment', /^spec GiftCards "Give a card" \{\n/)
})

step('a lint can be switched off in the settings', async () => {
  await vscode.open('model.averment', 'many Lin')
  await vscode.type('x')
  await until('a squiggle', mistakes)
  vscode.settings({ 'averment.lints': { 'name/*': 'off' } })
  await until('the squiggle to go', async () => (await mistakes()) === 0)
  vscode.settings({})
  await until('the squiggle to come back', mistakes)
  await vscode.press('Backspace')
  await until('the squiggle to go', async () => (await mistakes()) === 0)
  await vscode.save('model.averment', /many Line 0/)
})

step('a server that is not there is said plainly', async () => {
  vscode.settings({ 'averment.server.path': '/no/such/averment' })
  const notification = vscode.page.locator('.notifications-toasts .notification-list-item', {
    hasText: '/no/such/averment',
  })
  await notification.waitFor()
  assert.match(await notification.innerText(), /averment\.server\.path/)
  await vscode.shot('18 no server')
  vscode.settings({ 'workbench.colorTheme': 'Default Dark Modern' })
  await until('the server', () => vscode.servers()[0])
  await vscode.command('Notifications: Clear All Notifications')
  await until('the coverage', async () => (await vscode.coverage()) !== undefined)
})

step('the preview in the dark', async () => {
  await vscode.open('buy.averment', 'flow Pay')
  const preview = await vscode.frame('#page[data-drawn="Buy"]')
  const background = await preview.evaluate(() => getComputedStyle(document.body).backgroundColor)
  assert.match(background, /^rgb\((\d|[1-5]\d), /)
})

step('the preview is there again when the window is loaded anew', async () => {
  const loaded = vscode.page.waitForEvent('load')
  await vscode.command('Developer: Reload Window')
  await loaded
  await vscode.page.waitForSelector('.monaco-workbench .explorer-folders-view', { timeout: 60_000 })
  const preview = await vscode.frame('#page[data-drawn="Buy"]', 60_000)
  // It is no picture of what was: it follows the cursor.
  await vscode.open('buy.averment', 'lifecycle BasketLife')
  await until('the lifecycle to be marked', () =>
    preview.locator('section.current h3', { hasText: 'The life of a basket' }).count(),
  )
  assert.equal(await vscode.page.locator('.tab', { hasText: 'Preview Buy' }).count(), 1)
})
