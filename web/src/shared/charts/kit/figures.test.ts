import { expect, test } from 'vitest'

import { showCell, toCsv } from './table'
import { showChance, showDoubt, showRange, show, tickLabels } from './units'

test.each([
  [show(0.106, 'rate'), '10.6%'],
  [show(-0.008, 'points'), '−0.8'],
  [show(0.649, 'change'), '+64.9%'],
  [show(null, 'rate'), '–'],
  [show(24168, 'count'), '24,168'],
  [showRange({ value: 0.106, low: 0.102, high: 0.11 }, 'rate'), '10.2\u2009–\u200911.0'],
  [showRange({ value: 0.02, low: -0.39, high: 0.55 }, 'change'), '−39.0 to +55.0'],
  [showDoubt({ value: 0.014, low: 0.004, high: 0.024 }, 'points'), '±\u20091.0'],
  [showDoubt({ value: 0.649, low: 0.237, high: 1.197 }, 'change'), '(+23.7 to +119.7)'],
  [showDoubt({ value: 0.1, low: null, high: null }, 'points'), ''],
  [showChance(0.9997), '>\u200999.9%'],
  [showChance(0.77), '77%'],
  [showChance(0), '<\u20090.1%'],
])('figures in charts are formatted: %s', (written, expected) => {
  expect(written).toBe(expected)
})

test('the last tick of an axis has the unit', () => {
  expect(tickLabels([0, 0.05, 0.1], 'rate')).toEqual(['0', '5', '10%'])
  expect(tickLabels([-0.5, 0, 0.5], 'change')).toEqual(['−50', '0', '+50%'])
})

test('a table exports completely, and no cell becomes a formula', () => {
  const table = {
    columns: [{ label: 'Poster' }, { label: 'Take rate', unit: 'rate' as const }],
    rows: [
      ['Inês, "close-up"', 0.0921],
      ['=1+1', null],
      ['−\n', -0.5],
    ],
  }
  expect(toCsv(table)).toBe(
    'Poster,Take rate\r\n"Inês, ""close-up""",0.0921\r\n\'=1+1,\r\n"−\n",-0.5\r\n',
  )
  expect(showCell(0.0921, { label: 'Take rate', unit: 'rate' })).toBe('9.2%')
  expect(showCell(null, { label: 'Take rate', unit: 'rate' })).toBe('–')
})
