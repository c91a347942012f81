/** What the server answers beyond the protocol: see editors/PROTOCOL.md. */

export interface Position {
  line: number
  character: number
}

export interface Location {
  uri: string
  range: { start: Position; end: Position }
}

export interface Coverage {
  answered: number
  open: number
  waived: number
  percent: number | null
}

export interface SpecCoverage extends Coverage {
  name: string
  title: string | null
  status: string
  location: Location
}

export interface CoverageAnswer {
  total: Coverage
  specs: SpecCoverage[]
}

export interface RulePage {
  code: string
  summary: string
  markdown: string
}

export interface Page {
  kind: string
  name: string
  title: string | null
  status: string | null
  location: Location
  blocks: Block[]
  sections: Section[]
  current: string | null
}

export interface Section {
  id: string
  heading: string
  note: string | null
  location: Location | null
  blocks: Block[]
  sections: Section[]
}

export type Block =
  | { kind: 'prose'; text: Text }
  | { kind: 'bullets'; bullets: Bullet[] }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'clauses'; clauses: Clause[] }
  | Table
  | Diagram
  | { kind: 'stages'; stages: Stage[] }
  | ({ kind: 'coverage' } & Coverage)

export type Text = Span[]

export interface Span {
  kind: 'plain' | 'reference' | 'unresolved' | 'quoted' | 'code' | 'quantity' | 'link'
  text: string
  location: Location | null
}

export interface Bullet {
  text: Text
  checked: boolean | null
}

export interface Fact {
  label: string
  text: Text
  bullets: Bullet[]
}

export interface Clause {
  word: string
  text: Text
}

export interface Table {
  kind: 'table'
  columns: string[]
  rows: Row[]
}

export type Tone = 'neutral' | 'settled' | 'open' | 'waived'

export interface Row {
  id: string | null
  location: Location | null
  cells: Text[]
  tone: Tone
}

export interface Stage {
  name: string
  text: string
  percent: number
  until: string | null
  location: Location
}

export interface Diagram {
  kind: 'diagram'
  title: string
  nodes: Node[]
  edges: Edge[]
}

export interface Node {
  id: string
  label: string
  detail: string | null
  kind: 'start' | 'step' | 'branch' | 'failure' | 'end-success' | 'end-failure' | 'state' | 'final'
  location: Location | null
  section: string | null
}

export interface Edge {
  from: string
  to: string
  label: string | null
  kind: 'main' | 'branch' | 'failure'
  location: Location | null
}
