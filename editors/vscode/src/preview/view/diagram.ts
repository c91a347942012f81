/** A diagram as a picture whose boxes and arrows are links to the text. */

import type { Diagram, Location } from '../../protocol.ts'
import { element, svg } from './dom.ts'
import { type Arrow, type Box, type Drawing, LINE, layOut, PADDING, path } from './layout.ts'
import type { Send } from './render.ts'

/** The drawings made last: most edits leave the diagrams of a spec as they are. */
const kept = new Map<string, Drawing>()
const KEPT = 32

export async function renderDiagram(diagram: Diagram, send: Send): Promise<HTMLElement> {
  const drawing = await laidOut(diagram)
  const { width, height } = drawing
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    role: 'group',
    'aria-label': diagram.title,
  })
  picture.setAttribute('width', String(width))
  picture.setAttribute('height', String(height))
  picture.append(svg('defs', {}, ...(['main', 'branch', 'failure'] as const).map(arrowHead)))
  // Arrows lie below the boxes, their labels above everything.
  picture.append(...drawing.arrows.map(arrow))
  picture.append(...drawing.boxes.map((box) => boxed(box, send)))
  picture.append(...drawing.arrows.flatMap((arrow) => labelled(arrow, send) ?? []))
  return element('figure', { class: 'diagram' }, picture)
}

async function laidOut(diagram: Diagram): Promise<Drawing> {
  // Where things are written does not change where they are drawn.
  const places = new Map(diagram.nodes.map((node) => [node.id, node]))
  const key = JSON.stringify([
    diagram.nodes.map(({ id, label, detail, kind }) => [id, label, detail, kind]),
    diagram.edges.map(({ from, to, label, kind }) => [from, to, label, kind]),
  ])
  const before = kept.get(key)
  if (before !== undefined) {
    const boxes = before.boxes.map((box) => ({ ...box, node: places.get(box.node.id) ?? box.node }))
    const arrows = before.arrows.map((arrow, index) => ({
      ...arrow,
      edge: diagram.edges[index] ?? arrow.edge,
    }))
    return { ...before, boxes, arrows }
  }
  const drawing = await layOut(diagram, measurer())
  kept.set(key, drawing)
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) {
    kept.delete(old)
  }
  return drawing
}

/** Measures text in the font of the page. */
function measurer(): (text: string, bold: boolean) => number {
  const context = document.createElement('canvas').getContext('2d')
  const font = getComputedStyle(document.body).fontFamily
  return (text, bold) => {
    if (context === null) {
      return text.length * 7
    }
    context.font = `${bold ? '600 ' : ''}13px ${font}`
    return context.measureText(text).width
  }
}

function arrowHead(kind: 'main' | 'branch' | 'failure'): SVGElement {
  const attributes = {
    id: `head-${kind}`,
    viewBox: '0 0 8 8',
    refX: 7,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: 'auto',
  }
  return svg('marker', attributes, svg('path', { d: 'M0 0L8 4L0 8z', class: `head ${kind}` }))
}

function arrow({ edge, points }: Arrow): SVGElement {
  return svg('path', {
    d: path(points, 6),
    class: `arrow ${edge.kind}`,
    'marker-end': `url(#head-${edge.kind})`,
  })
}

function labelled({ edge, label }: Arrow, send: Send): SVGElement | undefined {
  if (label === undefined) {
    return undefined
  }
  const { x, y, width, height } = label
  const group = svg('g', { class: `label ${edge.kind}` })
  group.append(svg('rect', { x: x - 3, y, width: width + 6, height, rx: 3 }))
  group.append(lines(label.lines, x + width / 2, y, 'text'))
  if (edge.location !== null) {
    follow(group, edge.label ?? '', edge.location, send)
  }
  return group
}

function boxed(box: Box, send: Send): SVGElement {
  const { node, x, y, width, height } = box
  const round = node.kind === 'step' || node.kind === 'branch' || node.kind === 'failure' ? 5 : height / 2
  const group = svg('g', { class: `box ${node.kind}` })
  if (node.section !== null) {
    group.dataset.place = node.section
  }
  group.append(svg('rect', { x, y, width, height, rx: round }))
  if (node.kind === 'final') {
    group.append(
      svg('rect', {
        x: x + 3,
        y: y + 3,
        width: width - 6,
        height: height - 6,
        rx: round - 3,
        class: 'inner',
      }),
    )
  }
  group.append(lines(box.lines, x + width / 2, y + PADDING.y, 'text'))
  group.append(lines(box.detail, x + width / 2, y + PADDING.y + box.lines.length * LINE, 'detail'))
  if (node.location !== null) {
    follow(group, [node.label, node.detail].filter((part) => part !== null).join(', '), node.location, send)
  }
  return group
}

/** Makes a part of the picture a link, for the mouse and for the keyboard. */
function follow(group: SVGGElement, label: string, location: Location, send: Send): void {
  group.setAttribute('tabindex', '0')
  group.setAttribute('role', 'link')
  group.setAttribute('aria-label', label)
  group.dataset.key = `${label} ${location.range.start.line}`
  group.addEventListener('click', () => send({ type: 'go', location }))
  group.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      send({ type: 'go', location })
    }
  })
}

function lines(texts: string[], x: number, y: number, kind: string): SVGElement {
  const made = svg('text', { x, y, 'text-anchor': 'middle', class: kind })
  made.append(...texts.map((text, index) => svg('tspan', { x, y: y + index * LINE + LINE - 4.5 }, text)))
  return made
}
