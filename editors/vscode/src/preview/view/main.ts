/** The page in the panel: draws what it is sent, keeps its place, and sends back what is clicked. */

import type { FromView, ToView } from '../messages.ts'
import { element } from './dom.ts'
import { renderPage } from './render.ts'

declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void
  getState(): ToView | undefined
  setState(state: ToView): void
}

const vscode = acquireVsCodeApi()
const main = document.getElementById('page') as HTMLElement

/** The section that was scrolled to last. */
let current: string | null = null
/** The number of the page drawn last: diagrams take a while, and a later page may be there before. */
let drawing = 0

async function draw(message: ToView): Promise<void> {
  drawing += 1
  const mine = drawing
  if (message.type === 'nothing') {
    main.replaceChildren(element('p', { class: 'nothing' }, message.reason))
    current = null
    return
  }
  const { page } = message
  const content = await renderPage(page, (message) => vscode.postMessage(message))
  if (mine !== drawing) {
    return
  }
  const focused = document.activeElement?.getAttribute('data-key')
  const top = document.documentElement.scrollTop
  main.replaceChildren(...content)
  document.documentElement.scrollTop = top
  if (focused != null) {
    main.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
  }
  for (const place of main.querySelectorAll('.current')) {
    place.classList.remove('current')
  }
  if (page.current !== null) {
    for (const place of main.querySelectorAll(`[data-place="${CSS.escape(page.current)}"]`)) {
      place.classList.add('current')
    }
    const place = document.getElementById(page.current)
    if (page.current !== current && place !== null && !isVisible(place)) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
      place.scrollIntoView({ block: 'start', behavior: calm || current === null ? 'instant' : 'smooth' })
    }
  }
  current = page.current
  main.dataset.drawn = page.name
}

/** Whether all of it can be seen, so that nothing has to move. */
function isVisible(place: Element): boolean {
  const { top, bottom } = place.getBoundingClientRect()
  return top >= 0 && bottom <= window.innerHeight
}

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  vscode.setState(data)
  void draw(data)
})

const before = vscode.getState()
if (before !== undefined) {
  void draw(before)
}
vscode.postMessage({ type: 'ready' })
