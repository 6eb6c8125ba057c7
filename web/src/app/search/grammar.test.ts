import { expect, test } from 'vitest'

import { answersTo } from './answers'
import { typos, understand } from './grammar'
import { phrasesOf } from './phrases'

const PHRASES = phrasesOf({
  audiences: [
    { name: 'affinity:7', note: 'Heist Thrillers' },
    { name: 'segment:binge-watchers', note: null },
  ],
  choices: [
    { dimension: 'country', values: ['DE', 'IN', 'GB', null] },
    { dimension: 'device', values: ['tv', 'mobile'] },
  ],
  measures: ['title_take_rate', 'completion_rate', 'title_reach'],
  dimensions: ['title', 'country', 'asset'],
  today: '2026-11-25', // a Wednesday
})

function labels(text: string): [string[], string] {
  const { meanings, rest } = understand(text, PHRASES)
  return [meanings.map(({ label }) => label), rest]
}

test.each([
  ['best poster for heist thrillers', ['What wins', 'Artwork', 'Heist Thrillers'], ''],
  ['best poster for heist thrilers', ['What wins', 'Artwork', 'Heist Thrillers'], ''],
  ['best poster for hesit thrillers', ['What wins', 'Artwork', 'Heist Thrillers'], ''],
  ['what wins with heist thr', ['What wins', 'Heist Thrillers'], ''],
  ['germany tv', ['Germany', 'tv'], ''],
  ['Binge watchers in india', ['Binge watchers', 'India'], ''],
  ['clickbait this week', ['Clickbait and hidden gems', 'this week'], ''],
  ['completion by country, last 28 days', ['Completion', 'by country', 'last 28 days'], ''],
  ['posters of the last of us in germany', ['Artwork', 'Germany'], 'last of us'],
  ['segment:binge-watchers', ['Binge watchers'], ''],
  ['is it in', [], ''],
  ['nonsense', [], 'nonsense'],
])('%s', (text, expected, rest) => {
  expect(labels(text)).toEqual([expected, rest])
})

test('weeks and months end with the newest data', () => {
  const dates = (text: string) => understand(text, PHRASES).meanings[0]
  expect(dates('this week')).toMatchObject({ since: '2026-11-23', until: '2026-11-26' })
  expect(dates('last week')).toMatchObject({ since: '2026-11-16', until: '2026-11-23' })
  expect(dates('last month')).toMatchObject({ since: '2026-10-01', until: '2026-11-01' })
  expect(dates('last 7 days')).toMatchObject({ since: '2026-11-19', until: '2026-11-26' })
})

function hrefs(text: string, title?: string): string[] {
  const entry = title === undefined ? null : { titleId: title, title: 'Night Train' }
  return answersTo(understand(text, PHRASES), entry).map(({ href }) => href)
}

test.each([
  ['best poster for heist thrillers', undefined, '/audiences/affinity%3A7'],
  ['outliers in germany', undefined, '/outliers?where=country:DE'],
  ['clickbait this week', undefined, '/outliers?since=2026-11-23&until=2026-11-26'],
  [
    'best poster of night train for heist thrillers, tv',
    't1',
    '/titles/t1?where=device:tv&audience=affinity:7&type=artwork',
  ],
  [
    'completion by country on tv',
    undefined,
    '/questions?where=device:tv&measures=completion_rate&by=country&order=-completion_rate',
  ],
  [
    'germany tv',
    undefined,
    '/questions?where=country:DE;device:tv&measures=title_take_rate,title_reach&by=title&order=-title_take_rate',
  ],
  ['broken tests', undefined, '/inbox?kind=broken_test'],
])('%s leads to its page with its context', (text, title, href) => {
  expect(hrefs(text, title)[0]).toBe(href)
})

test('words that mean nothing lead nowhere by themselves', () => {
  expect(hrefs('nonsense')).toEqual([])
})

test.each([
  ['thrilers', 'thrillers', 1],
  ['hesit', 'heist', 1],
  ['heist', 'heist', 0],
  ['abc', 'xyz', 3],
])('typos between %s and %s', (a, b, expected) => {
  expect(typos(a, b, 9)).toBe(expected)
})
