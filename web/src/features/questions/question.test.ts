import { expect, test } from 'vitest'
import { NO_FILTERS } from '@/shared/filters'
import { read } from '@/shared/url'
import { questionOf, inputOf } from './question'
import { commandLine, curl, graph, python } from './code'
import { VOCABULARY } from './made.testing'
import { QUESTION } from './state'
import { exportLink } from '@/shared/api'

function question(query: string, filters: Partial<typeof NO_FILTERS> = {}) {
  const found = questionOf(read(QUESTION, query), { ...NO_FILTERS, ...filters }, VOCABULARY)
  if (found === null) throw new Error('It asks nothing.')
  return found
}

const PLACE = { service: 'http://127.0.0.1:8765' }

const RICH = question('measures=take_rate,reach&by=asset&having=reach:1000..&limit=5', {
  where: {
    country: { values: ['DE', null, 'a,b'] },
    'profile.plan': { values: ["o'clock"], not: true },
  },
  audience: 'affinity:x and not segment:y',
  since: '2026-03-01',
  tz: 'Europe/Berlin',
})

test('an address without measures has no question', () => {
  expect(questionOf(read(QUESTION, 'by=asset'), NO_FILTERS, VOCABULARY)).toBeNull()
})

test('groups are sorted by the first measure, times and numbers in natural order', () => {
  expect(question('measures=reach&by=country').order).toEqual(['-reach'])
  expect(question('measures=reach&by=days_since_launch').order).toBeUndefined()
  expect(question('measures=reach&by=country&grain=week').order).toBeUndefined()
  expect(question('measures=reach&by=country&order=country').order).toEqual(['country'])
})

test('ids have names, and rates have intervals', () => {
  expect(RICH).toMatchObject({ labels: true, intervals: 0.95 })
  expect(question('measures=reach&by=country')).not.toHaveProperty('labels')
  expect(question('measures=reach&by=country')).not.toHaveProperty('intervals')
  expect(question('measures=take_rate&intervals=0')).not.toHaveProperty('intervals')
})

test('the same in Python', () => {
  expect(python(RICH, PLACE)).toContain(
    [
      'answer = store.query(',
      '    measures=["take_rate", "reach"],',
      '    by=["asset"],',
      '    where={"country": ["DE", None, "a,b"], "profile.plan": {"not": ["o\'clock"]}},',
      '    audience="affinity:x and not segment:y",',
      '    since="2026-03-01",',
      '    tz="Europe/Berlin",',
      '    having={"reach": {"from": 1000}},',
      '    order=["-take_rate"],',
      '    limit=5,',
      '    intervals=0.95,',
      '    labels=True,',
      ')',
    ].join('\n'),
  )
})

test('the same on the command line', () => {
  expect(commandLine(RICH).split(' \\\n  ')).toEqual([
    'keyart query my.keyart',
    '--measures take_rate,reach',
    '--by asset',
    "--audience 'affinity:x and not segment:y'",
    '--since 2026-03-01',
    '--tz Europe/Berlin',
    '--order=-take_rate',
    '--limit 5',
    '--labels',
    `--where 'country=DE,null,"a,b"'`,
    `--where 'profile.plan!=o'\\''clock'`,
    '--having reach=1000..',
    '--intervals',
  ])
})

test('the same by HTTP and to the graph', () => {
  expect(curl(RICH, PLACE)).toContain(`'{"measures":["take_rate","reach"]`)
  expect(graph(inputOf(question('measures=reach&by=country&others=1&empty=1')))).toContain(
    'measures: ["reach"]\n    by: ["country"]\n    order: ["-reach"]\n    includeEmpty: true\n    coValues: true',
  )
  expect(graph(inputOf(RICH))).toContain('query Question($ask: QuestionInput!)')
  const { searchParams } = new URL(exportLink(RICH, 'parquet'), PLACE.service)
  expect(JSON.parse(searchParams.get('query') ?? '')).toEqual(RICH)
})
