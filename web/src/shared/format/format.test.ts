import { expect, test } from 'vitest'
import { measure, words } from './measures'
import { bytes, compact, number, percent, points, probability, range, relative } from './numbers'
import { count, country, listed, valueName, matchesWords } from './text'
import { ago, duration, runtime } from './times'

test.each([
  [percent(0.10601), '10.6%'],
  [percent(null), '–'],
  [points(-0.0196), '−2.0'],
  [points(0.014), '+1.4'],
  [relative(-0.124), '−12%'],
  [number(24071), '24,071'],
  [compact(2_314_608), '2.31M'],
  [range(0.102, 0.1101), '10.2\u2009–\u200911.0'],
  [range(null, 0.1), '–'],
  [probability(0.9997), '> 99%'],
  [probability(0.004), '< 1%'],
  [probability(1), '100%'],
  [bytes(1_234_000_000), '1.23 GB'],
  [bytes(0), '0 byte'],
])('figures are formatted: %s', (written, expected) => {
  expect(written).toBe(expected)
})

test.each([
  [duration(6840), '1 h 54 min'],
  [duration(7199.9), '2 h 0 min'],
  [duration(576), '9.6 min'],
  [duration(42.4), '42.4 s'],
  [duration(null), '–'],
  [runtime(15.2), '0:15'],
  [runtime(119.7), '2:00'],
  [ago('2026-11-24T05:00:00Z', Date.parse('2026-11-24T08:10:00Z')), '3 hours ago'],
  [ago('2026-11-24T08:09:40Z', Date.parse('2026-11-24T08:10:00Z')), 'just now'],
])('times are formatted: %s', (written, expected) => {
  expect(written).toBe(expected)
})

test('a measure formats its figures', () => {
  expect(measure('take_rate').value(0.106)).toBe('10.6%')
  expect(measure('take_rate').difference(-0.02)).toBe('−2.0')
  expect(measure('watch_seconds_per_profile').value(576)).toBe('9.6 min')
  expect(measure('watch_seconds_per_profile').difference(-90)).toBe('−1.5 min')
  expect(measure('reach').value(148920)).toBe('148,920')
  expect(measure('click_rate').label).toBe('Click rate')
  expect(words('profile.age_band')).toBe('Age band')
})

test('values have names', () => {
  expect(country('DE')).toBe('Germany')
  expect(country('nowhere')).toBe('nowhere')
  expect(valueName('profile.country', 'LU')).toBe('Luxembourg')
  expect(valueName('placement', 'home_row')).toBe('home row')
  expect(valueName('title', 'T-1 x')).toBe('T-1 x')
  expect(valueName('device', null)).toBe('unknown')
})

test('counts and lists have words', () => {
  expect(count(1, 'asset')).toBe('1 asset')
  expect(count(2, 'country', 'countries')).toBe('2 countries')
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
})

test.each([
  ['Data health', 'dat', true],
  ['Data health', 'heal da', true],
  ['Data health', 'ata', false],
  ['affinity:heist-thrillers Heist Thrillers', 'heist thr', true],
  ['Léa Séydoux', 'sey', true],
  ['Home', '', true],
])('%s matches %s: %s', (name, words, expected) => {
  expect(matchesWords(name, words)).toBe(expected)
})
