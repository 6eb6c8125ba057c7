import { expect, test } from 'vitest'

import { intervalSentence } from '../interval/IntervalBar'
import { sparkSentence } from './Sparkline'

test('a sparkline has a description with the complete figures', () => {
  const values = [0.12, null, 0.11, 0.1, 0.02]
  const said = sparkSentence({ name: 'Take rate by day', values, unit: 'rate', complete: 4 })
  expect(said).toBe('Take rate by day: from 12.0% to 10.0%; the last one is incomplete')
  expect(sparkSentence({ name: 'Take rate', values: [null], unit: 'rate' })).toBe(
    'Take rate: not enough data',
  )
})

test('a bar has a description with its interval and the usual range', () => {
  const estimate = { value: 0.106, low: 0.102, high: 0.11 }
  const bar = { name: 'Take rate', estimate, unit: 'rate', domain: [0, 1] } as const
  expect(intervalSentence(bar)).toBe('Take rate 10.6%, 95% interval 10.2\u2009–\u200911.0')
  const norm = { low: 0.063, median: 0.077, high: 0.091 }
  expect(intervalSentence({ ...bar, norm })).toMatch(/; similar assets 6\.3\u2009–\u20099\.1$/)
})
