/** A page as elements. What is shown, and in which order, the server has decided. */

import type {
  Block,
  Bullet,
  Coverage,
  Location,
  Page,
  Row,
  Section,
  Span,
  Stage,
  Table,
  Text,
  Tone,
} from '../../protocol.ts'
import type { FromView } from '../messages.ts'
import { renderDiagram } from './diagram.ts'
import { type Child, element } from './dom.ts'

export type Send = (message: FromView) => void

export async function renderPage(page: Page, send: Send): Promise<HTMLElement[]> {
  const view = new View(send)
  const eyebrow = element(
    'p',
    { class: 'eyebrow' },
    view.link(`${page.kind} ${page.name}`.trim(), page.location),
  )
  if (page.status !== null) {
    eyebrow.append(element('span', { class: `badge status-${page.status}` }, page.status))
  }
  const header = element('header', {}, eyebrow, element('h1', {}, page.title ?? page.name))
  header.append(...(await view.blocks(page.blocks)))
  const sections = await Promise.all(page.sections.map((section) => view.section(section, 2)))
  const parts = [header, ...sections]
  // The argument is short and stands right below; what comes after it is worth a way to get there.
  const far = page.sections.filter(({ id }) => !id.startsWith('property.'))
  if (far.length > 2) {
    parts.splice(1, 0, contents(far))
  }
  return parts
}

/** The headings of a page, to jump to. */
function contents(sections: Section[]): HTMLElement {
  const items = sections.map(({ id, heading }) => {
    const button = element('button', { type: 'button', class: 'link', 'data-key': `to ${id}` }, heading)
    button.addEventListener('click', () => {
      const target = document.getElementById(id)
      target?.scrollIntoView({ block: 'start' })
      target?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
    })
    return element('li', {}, button)
  })
  return element('nav', { 'aria-label': 'Sections' }, element('ul', {}, ...items))
}

class View {
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  async section(section: Section, depth: number): Promise<HTMLElement> {
    const level = Math.min(depth, 6) as 2 | 3 | 4 | 5 | 6
    const heading = element(`h${level}`, {}, this.link(section.heading, section.location, section.id))
    if (section.note !== null) {
      heading.append(' ', element('span', { class: 'note' }, section.note))
    }
    const made = element('section', { id: section.id, 'data-place': section.id }, heading)
    made.append(...(await this.blocks(section.blocks)))
    made.append(...(await Promise.all(section.sections.map((inner) => this.section(inner, depth + 1)))))
    return made
  }

  async blocks(blocks: Block[]): Promise<HTMLElement[]> {
    const made = await Promise.all(blocks.map((block) => this.#block(block)))
    return made.filter((block) => block !== undefined)
  }

  async #block(block: Block): Promise<HTMLElement | undefined> {
    switch (block.kind) {
      case 'prose':
        return element('p', {}, ...this.text(block.text))
      case 'bullets':
        return this.#bullets(block.bullets)
      case 'facts': {
        const rows = block.facts.flatMap(({ label, text, bullets }) => {
          const value = element('dd', {}, ...this.text(text))
          if (bullets.length > 0) {
            value.append(this.#bullets(bullets))
          }
          return [element('dt', {}, label), value]
        })
        return element('dl', {}, ...rows)
      }
      case 'clauses': {
        const lines = block.clauses.map(({ word, text }) => {
          const joins = word === 'and' || word === 'but' ? 'clause joins' : 'clause'
          return element('li', { class: joins }, element('b', {}, word), ' ', ...this.text(text))
        })
        return element('ul', { class: 'clauses' }, ...lines)
      }
      case 'table':
        return this.#table(block)
      case 'diagram':
        return renderDiagram(block, this.#send)
      case 'stages':
        return this.#stages(block.stages)
      case 'coverage':
        return coverage(block)
      default:
        // A newer server may know more kinds of blocks.
        return undefined
    }
  }

  /** Words that lead to where they are written. */
  link(text: string, location: Location | null, key?: string): Child {
    if (location === null) {
      return text
    }
    const { start } = location.range
    const button = element('button', { type: 'button', class: 'link', title: 'Go to the text' }, text)
    button.dataset.key = key ?? `${text} ${start.line}:${start.character}`
    button.addEventListener('click', () => this.#send({ type: 'go', location }))
    return button
  }

  text(text: Text): Child[] {
    return text.map((span) => this.#span(span))
  }

  #span(span: Span): Child {
    switch (span.kind) {
      case 'reference': {
        const link = this.link(span.text, span.location)
        if (link instanceof HTMLElement) {
          link.classList.add('reference')
        }
        return link
      }
      case 'unresolved':
        return element('span', { class: 'unresolved', title: 'This name leads nowhere' }, span.text)
      case 'quoted':
        return element('q', {}, span.text)
      case 'code':
        return element('code', {}, span.text)
      case 'quantity':
        return element('span', { class: 'quantity' }, span.text)
      case 'link': {
        const button = element('button', { type: 'button', class: 'link' }, span.text)
        button.addEventListener('click', () => this.#send({ type: 'open', url: span.text }))
        return button
      }
      default:
        return span.text
    }
  }

  #bullets(bullets: Bullet[]): HTMLElement {
    const items = bullets.map(({ text, checked }) => {
      if (checked === null) {
        return element('li', {}, ...this.text(text))
      }
      const sign = element(
        'span',
        { class: 'box', role: 'img', 'aria-label': checked ? 'done' : 'to do' },
        checked ? '✓' : '',
      )
      return element('li', { class: checked ? 'check done' : 'check' }, sign, ' ', ...this.text(text))
    })
    return element('ul', {}, ...items)
  }

  #table({ columns, rows }: Table): HTMLElement {
    const toned = rows.some(({ tone }) => tone !== 'neutral')
    const head = element('tr', {}, ...(toned ? [element('th', { class: 'sign' }, hidden('State'))] : []))
    head.append(...columns.map((column) => element('th', { scope: 'col' }, column)))
    const body = element('tbody', {}, ...rows.map((row) => this.#row(row, toned)))
    const table = element('table', {}, element('thead', {}, head), body)
    return element('div', { class: 'table', tabindex: '-1' }, table)
  }

  #row(row: Row, toned: boolean): HTMLElement {
    const made = element('tr', { class: `tone-${row.tone}` })
    if (row.id !== null) {
      made.id = row.id
      made.dataset.place = row.id
    }
    if (toned) {
      const { sign, word } = TONES[row.tone]
      made.append(
        element(
          'td',
          { class: 'sign', title: word },
          element('span', { 'aria-hidden': 'true' }, sign),
          hidden(word),
        ),
      )
    }
    row.cells.forEach((cell, index) => {
      const plain = index === 0 && cell.every(({ kind }) => kind === 'plain')
      const words = cell.map(({ text }) => text).join('')
      made.append(
        element('td', {}, ...(plain && words !== '' ? [this.link(words, row.location)] : this.text(cell))),
      )
    })
    return made
  }

  #stages(stages: Stage[]): HTMLElement {
    const items = stages.map((stage) => {
      const bar = element('span', { class: 'bar', 'aria-hidden': 'true' })
      const filled = element('span', { class: 'filled' })
      filled.style.inlineSize = `${Math.max(stage.percent, 1)}%`
      bar.append(filled)
      const until = stage.until === null ? '' : `until ${stage.until}`
      return element(
        'li',
        { 'data-place': `stage.${stage.name}` },
        element('span', { class: 'name' }, this.link(stage.name, stage.location)),
        bar,
        element('span', { class: 'share' }, stage.text),
        element('span', { class: 'until' }, until),
      )
    })
    return element('ol', { class: 'stages' }, ...items)
  }
}

const TONES: Record<Tone, { sign: string; word: string }> = {
  neutral: { sign: '', word: '' },
  settled: { sign: '✓', word: 'settled' },
  open: { sign: '?', word: 'open' },
  waived: { sign: '–', word: 'waived' },
}

/** Words for those who listen. */
function hidden(text: string): HTMLElement {
  return element('span', { class: 'hidden' }, text)
}

/** How much of the edge cases is answered, as a bar in three parts. */
function coverage({ answered, open, waived, percent }: Coverage): HTMLElement {
  const all = answered + open + waived
  const bar = element('div', { class: 'meter', 'aria-hidden': 'true' })
  const parts: [string, number][] = [
    ['settled', answered],
    ['waived', waived],
    ['open', open],
  ]
  for (const [kind, count] of parts.filter(([, count]) => count > 0)) {
    const part = element('span', { class: kind })
    part.style.inlineSize = `${(count / all) * 100}%`
    bar.append(part)
  }
  const words = [
    element('span', { class: 'key settled' }, `${answered} answered`),
    element('span', { class: 'key waived' }, `${waived} waived`),
    element('span', { class: 'key open' }, `${open} open`),
  ]
  const share = element('b', {}, percent === null ? '–' : `${percent}%`)
  return element(
    'div',
    { class: 'coverage' },
    element('p', {}, share, ' of the edge cases answered'),
    bar,
    element('p', { class: 'keys' }, ...words),
  )
}
