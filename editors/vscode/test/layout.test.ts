import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Drawing, layOut, path, wrap } from '../src/preview/view/layout.ts'
import type { Diagram, Edge, Node } from '../src/protocol.ts'

const width = (text: string): number => text.length * 7

function node(id: string, kind: Node['kind'] = 'step', label = id): Node {
  return { id, label, detail: null, kind, location: null, section: null }
}

function edge(from: string, to: string, kind: Edge['kind'] = 'main', label: string | null = null): Edge {
  return { from, to, label, kind, location: null }
}

/** Every box stands for itself, and every arrow runs from its box to its box. */
function sound(drawing: Drawing): void {
  const { boxes, arrows } = drawing
  for (const box of boxes) {
    assert.ok(box.x >= 0 && box.x + box.width <= drawing.width, box.node.id)
    assert.ok(box.y >= 0 && box.y + box.height <= drawing.height, box.node.id)
    for (const other of boxes.filter((other) => other !== box)) {
      const apart =
        box.x + box.width <= other.x ||
        other.x + other.width <= box.x ||
        box.y + box.height <= other.y ||
        other.y + other.height <= box.y
      assert.ok(apart, `${box.node.id} lies over ${other.node.id}`)
    }
  }
  const touches = (id: string, point: { x: number; y: number } | undefined): boolean => {
    const box = boxes.find(({ node }) => node.id === id)
    return (
      box !== undefined &&
      point !== undefined &&
      point.x >= box.x - 1 &&
      point.x <= box.x + box.width + 1 &&
      point.y >= box.y - 1 &&
      point.y <= box.y + box.height + 1
    )
  }
  for (const { edge, points, label } of arrows) {
    assert.ok(touches(edge.from, points[0]), `${edge.from} -> ${edge.to} does not begin at its box`)
    assert.ok(touches(edge.to, points.at(-1)), `${edge.from} -> ${edge.to} does not end at its box`)
    assert.equal(label === undefined, edge.label === null)
  }
}

const flow: Diagram = {
  kind: 'diagram',
  title: 'Buy',
  nodes: [
    node('start', 'start', 'Buyer'),
    node('a'),
    node('b', 'step', 'A step with a title that is far too long for one line of a box'),
    node('x', 'branch'),
    node('f', 'failure'),
    node('ok', 'end-success'),
    node('no', 'end-failure'),
  ],
  edges: [
    edge('start', 'a'),
    edge('a', 'b'),
    edge('b', 'ok'),
    edge('a', 'x', 'branch', 'the cart is empty'),
    edge('x', 'a', 'branch', 'resumes'),
    edge('b', 'f', 'failure', 'Bank'),
    edge('x', 'no', 'failure'),
  ],
}

test('a flow runs from above to below', async () => {
  const drawing = await layOut(flow, width)
  sound(drawing)
  const y = (id: string): number => drawing.boxes.find(({ node }) => node.id === id)?.y ?? Number.NaN
  assert.ok(y('start') < y('a') && y('a') < y('b') && y('b') < y('ok'))
  assert.ok(y('a') < y('x'), 'a branch stands below where it leaves')
  const long = drawing.boxes.find(({ node }) => node.id === 'b')
  assert.ok(long !== undefined && long.lines.length > 1 && long.width < 260)
})

test('circles, ways to oneself and several ways between two are drawn', async () => {
  const nodes = [node('a', 'state'), node('b', 'final')]
  const edges = [
    edge('a', 'b', 'main', 'x'),
    edge('a', 'b', 'main', 'y'),
    edge('b', 'a'),
    edge('a', 'a', 'main', 'again'),
  ]
  const drawing = await layOut({ kind: 'diagram', title: '', nodes, edges }, width)
  sound(drawing)
  assert.equal(drawing.arrows.length, 4)
})

test('the same diagram is drawn the same way', async () => {
  assert.deepEqual(await layOut(flow, width), await layOut(flow, width))
})

test('text is cut at spaces only', () => {
  assert.deepEqual(wrap('one two three', 60, width), ['one two', 'three'])
  assert.deepEqual(wrap('Donaudampfschifffahrt', 60, width), ['Donaudampfschifffahrt'])
  assert.deepEqual(wrap('  ', 60, width), [])
})

test('corners are round, and no wider than the way', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 4, y: 10 },
  ]
  assert.equal(path(points, 6), 'M0 0L0 5Q0 10 2 10L4 10')
  assert.equal(path([], 6), '')
})
