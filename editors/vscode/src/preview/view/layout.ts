/** Where the boxes and arrows of a diagram go. Knows no document: widths of text are measured by whoever asks. */

import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'
import type { Diagram, Node } from '../../protocol.ts'

/** How wide a text is, in pixels. */
export type Measure = (text: string, bold: boolean) => number

export interface Box {
  node: Node
  /** The label, cut into lines. */
  lines: string[]
  /** The words below it, cut into lines. */
  detail: string[]
  x: number
  y: number
  width: number
  height: number
}

export interface Arrow {
  edge: Diagram['edges'][number]
  points: { x: number; y: number }[]
  label: { lines: string[]; x: number; y: number; width: number; height: number } | undefined
}

export interface Drawing {
  width: number
  height: number
  boxes: Box[]
  arrows: Arrow[]
}

/** The height of a line of text. */
export const LINE = 17
/** The space around the text of a box. */
export const PADDING = { x: 14, y: 8 }

const WIDEST_LABEL = 200
const WIDEST_ARROW_LABEL = 140

/** Cuts a text into lines that are not wider than `widest`, at spaces. A word that is wider stays whole. */
export function wrap(text: string, widest: number, width: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((word) => word !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && width(longer) > widest) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return line === '' ? lines : [...lines, line]
}

export async function layOut(diagram: Diagram, measure: Measure): Promise<Drawing> {
  const boxes = new Map(diagram.nodes.map((node) => [node.id, sized(node, measure)]))
  const labels = diagram.edges.map(({ label }) => {
    const lines = label === null ? [] : wrap(label, WIDEST_ARROW_LABEL, (text) => measure(text, false))
    return { lines, width: widest(lines, measure, false), height: lines.length * LINE }
  })
  const edges: ElkExtendedEdge[] = diagram.edges.map((edge, index) => {
    const label = labels[index]
    return {
      id: `e${index}`,
      sources: [edge.from],
      targets: [edge.to],
      // The usual way runs straight down.
      layoutOptions: { 'elk.layered.priority.straightness': edge.kind === 'main' ? '10' : '0' },
      labels:
        label && label.lines.length > 0 ? [{ text: 'x', width: label.width + 8, height: label.height }] : [],
    }
  })
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: OPTIONS,
    children: [...boxes.values()].map(({ node, width, height }) => ({
      id: node.id,
      width,
      height,
      layoutOptions: CONSTRAINTS[node.kind] ?? {},
    })),
    edges,
  }
  const placed = await new ELK().layout(graph)
  for (const { id, x, y } of placed.children ?? []) {
    const box = boxes.get(id)
    if (box !== undefined) {
      box.x = x ?? 0
      box.y = y ?? 0
    }
  }
  const arrows = diagram.edges.map((edge, index): Arrow => {
    const laid = placed.edges?.[index]
    const points = (laid?.sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => {
      return [startPoint, ...(bendPoints ?? []), endPoint]
    })
    const place = laid?.labels?.[0]
    const size = labels[index]
    const label = place && size ? { ...size, x: (place.x ?? 0) + 4, y: place.y ?? 0 } : undefined
    return { edge, points, label }
  })
  return { width: placed.width ?? 0, height: placed.height ?? 0, boxes: [...boxes.values()], arrows }
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=4,left=4,bottom=4,right=4]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '2',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  // What is written first stands first.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.edgeLabels.inline': 'true',
}

/** It begins above everything and ends below. */
const CONSTRAINTS: Partial<Record<Node['kind'], Record<string, string>>> = {
  start: { 'elk.layered.layering.layerConstraint': 'FIRST' },
  'end-success': { 'elk.layered.layering.layerConstraint': 'LAST' },
  'end-failure': { 'elk.layered.layering.layerConstraint': 'LAST' },
}

function widest(lines: string[], measure: Measure, bold: boolean): number {
  return Math.ceil(Math.max(0, ...lines.map((line) => measure(line, bold))))
}

function sized(node: Node, measure: Measure): Box {
  const bold = node.kind !== 'start'
  const lines = wrap(node.label, WIDEST_LABEL, (text) => measure(text, bold))
  const detail = node.detail === null ? [] : wrap(node.detail, WIDEST_LABEL, (text) => measure(text, false))
  const text = Math.max(widest(lines, measure, bold), widest(detail, measure, false))
  const width = Math.max(text + 2 * PADDING.x, 64)
  const height = (lines.length + detail.length) * LINE + 2 * PADDING.y
  return { node, lines, detail, x: 0, y: 0, width, height }
}

/** A path through points with rounded corners. */
export function path(points: { x: number; y: number }[], radius: number): string {
  const [first, ...rest] = points
  if (first === undefined) {
    return ''
  }
  let made = `M${first.x} ${first.y}`
  rest.forEach((point, index) => {
    const next = rest[index + 1]
    const before = index === 0 ? first : rest[index - 1]
    if (next === undefined || before === undefined) {
      made += `L${point.x} ${point.y}`
      return
    }
    const into = towards(point, before, radius)
    const out = towards(point, next, radius)
    made += `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`
  })
  return made
}

/** The point on the way from one point to another, `distance` away but not past the middle. */
function towards(
  from: { x: number; y: number },
  to: { x: number; y: number },
  distance: number,
): { x: number; y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
