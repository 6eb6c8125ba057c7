import { expect, test } from 'vitest'

import {
  calibrationDomains,
  type CalibrationPoint,
  calibrationSentence,
  calibrationTable,
  showShare,
} from './data'

const point = (label: string, promised: number, came: number, short = false): CalibrationPoint => ({
  id: label,
  label,
  name: `Decision ${label}`,
  promised: { value: promised, low: promised - 20, high: promised + 20 },
  actual: { value: came, low: came - 60, high: came + 60 },
  came: short ? 'Fell short' : 'As promised',
  tone: short ? 'mislead' : 'plain',
})
const points = [point('1', 200, 180), point('2', 100, -40, true)]
const share = { value: 0.47, low: 0.2, high: 0.74 }

test('scales hold zero, all promises and all intervals of what came', () => {
  const { across, up } = calibrationDomains({ what: 'viewers a week', points, share })
  expect(across[0]).toBe(0)
  expect(across[1]).toBeGreaterThan(200)
  expect(up[0]).toBeLessThan(-100)
  expect(up[1]).toBeGreaterThan(240)
})

test('the sentence has the slope and names what fell short', () => {
  expect(showShare(share)).toMatch(/^47% \(20.*74%\)$/)
  const said = calibrationSentence({ what: 'viewers a week', points, share })
  expect(said).toContain('2 decisions. Of all that was promised, 47%')
  expect(said).toContain('Fell short: 2.')
  const kept = { what: 'viewers a week', points: points.slice(0, 1), share: null }
  expect(calibrationSentence(kept)).toMatch(/1 decisions\. None fell short\.$/)
})

test('the table has a row for each decision', () => {
  const { columns, rows } = calibrationTable({ what: 'viewers a week', points, share })
  expect(rows).toHaveLength(2)
  expect(rows[1]).toHaveLength(columns.length)
  expect(rows[1]).toContain('Fell short')
})
