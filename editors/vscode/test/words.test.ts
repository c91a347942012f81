import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byOpen, counts, percent, tooltip } from '../src/coverageText.ts'
import type { SpecCoverage } from '../src/protocol.ts'
import { fileName, problemWithName } from '../src/specName.ts'

function spec(name: string, open: number, answered: number, waived = 0): SpecCoverage {
  const all = open + answered
  const position = { line: 0, character: 0 }
  return {
    name,
    title: null,
    status: 'draft',
    location: { uri: 'file:///a.averment', range: { start: position, end: position } },
    open,
    answered,
    waived,
    percent: all === 0 ? null : Math.floor((answered * 100) / all),
  }
}

test('coverage is said in words', () => {
  assert.equal(counts(spec('A', 3, 12, 2)), '3 open, 12 answered, 2 waived')
  assert.equal(counts(spec('A', 0, 1)), '1 answered')
  assert.equal(counts(spec('A', 0, 0)), 'nothing asked yet')
  assert.equal(percent(spec('A', 1, 2)), '66%')
  assert.equal(percent(spec('A', 0, 0)), '–')
})

test('the specs with the most open questions come first, and names are no markup', () => {
  const specs = [spec('Done', 0, 4), spec('Empty', 0, 0), spec('Open_1', 5, 1), spec('Abc', 0, 2)]
  assert.deepEqual(
    byOpen(specs).map(({ name }) => name),
    ['Open_1', 'Abc', 'Done', 'Empty'],
  )
  const text = tooltip({ total: spec('', 5, 7), specs }, 2)
  assert.equal(
    text,
    [
      '**Edge cases:** 58% (5 open, 7 answered)',
      '',
      '| | | |',
      '|:--|--:|:--|',
      '| Open\\_1 | 16% | 5 open, 1 answered |',
      '| Abc | 100% | 2 answered |',
      '',
      'and 1 more',
    ].join('\n'),
  )
  assert.equal(tooltip({ total: spec('', 0, 0), specs: [] }, 2), '**Edge cases:** – (nothing asked yet)')
})

test('a file is called after its spec', () => {
  assert.equal(fileName('CsvExport', 1), 'csv-export.averment')
  assert.equal(fileName('CSVExport2Go', 1), 'csv-export2-go.averment')
  assert.equal(fileName('Über_Äpfel', 3), 'über-äpfel-3.averment')
})

test('names are checked while they are typed', () => {
  for (const name of ['CsvExport', 'Größe', 'a-b', '_x1']) {
    assert.equal(problemWithName(name), undefined, name)
  }
  for (const name of ['', '  ', 'two words', '1st', 'a.b', 'a-', '../x', 'a/b']) {
    assert.notEqual(problemWithName(name), undefined, name)
  }
})
