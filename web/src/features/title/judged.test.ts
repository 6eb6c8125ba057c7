import { describe, expect, test } from 'vitest'

import { answerOf, standingOf } from './answer'
import {
  arm,
  audience,
  CHANCE,
  CLICKBAIT,
  comparison,
  evidence,
  figures,
  FIGURES,
  NO_FINDINGS,
  verdict,
} from './invented'
import { type Evidence, favoured, judge } from './judged'

function said(given: Evidence): string[] {
  return answerOf(given).map((clause) => clause.map(({ text }) => text).join(''))
}

function badges(given: Evidence, asset: string): string[] {
  return (
    judge(given)
      .get(asset)
      ?.judgements.map(({ badge }) => badge) ?? []
  )
}

describe('who wins', () => {
  test('is ringed, and said first, with how far ahead it is', () => {
    const judged = judge(evidence()).get('a')
    expect(judged).toMatchObject({ tone: 'win', pencil: 'ring' })
    expect(judged?.judgements[0]?.reason).toContain('2.0 points ahead of The B, the runner-up')
    expect(said(evidence())[0]).toBe('The A wins: 10.0% of the people it reaches watch.')
  })

  test('nobody does while it could be chance', () => {
    const undecided = verdict('KEEP_WAITING', { daysLeft: 3 })
    const given = evidence({ comparison: comparison({ verdict: undecided, differences: CHANCE }) })
    expect(badges(given, 'a')).toEqual([])
    expect(said(given)).toEqual([
      'No winner yet: The A leads with 10.0% (50% likely to be best), which could be chance. Keep waiting: about 3 more days.',
    ])
  })

  test('nobody does while others have too little data, or may be as good', () => {
    const undecided = verdict('KEEP_WAITING')
    const little = comparison({ verdict: undecided, arms: [arm('a', 0.1), arm('b', 0.08, 0.9)] })
    expect(said(evidence({ comparison: little }))[0]).toMatch(/, but The B needs more data\.$/)
    const none = comparison({ verdict: undecided, arms: [arm('a', 0.1, 0.5)] })
    expect(said(evidence({ comparison: none }))[0]).toMatch(/, but all need more data\.$/)
    expect(said(evidence({ comparison: comparison({ verdict: undecided }) }))[0]).toMatch(
      /, but not beyond chance against all others\.$/,
    )
  })

  test('nobody waits for an asset that is ruled out, whatever its data', () => {
    const out = { ...arm('b', 0.08, 0.99), needsData: false, ruledOut: true }
    const won = comparison({ arms: [arm('a', 0.1), out] })
    expect(badges(evidence({ comparison: won }), 'a')).toEqual(['winner'])
    expect(badges(evidence({ comparison: won }), 'b')).toEqual([])
    const undecided = comparison({
      verdict: verdict('KEEP_WAITING'),
      arms: [arm('a', 0.1), arm('c', 0.099), out],
    })
    const judged = judge(evidence({ comparison: undecided })).get('b')
    expect(judged?.judgements).toEqual([
      { badge: 'ruled_out', reason: '2.0 points behind The A, beyond chance.' },
    ])
    expect(said(evidence({ comparison: undecided }))[0]).toMatch(/, which could be chance\.$/)
  })

  test('no difference is an answer', () => {
    const given = evidence({ comparison: comparison({ verdict: verdict('NO_DIFFERENCE') }) })
    expect(said(given)).toEqual(['No difference that matters between 2 artworks.'])
  })
})

describe('clickbait', () => {
  const given = evidence({ findings: CLICKBAIT })

  test('is crossed out, beside what the others keep', () => {
    expect(judge(given).get('c')).toMatchObject({ tone: 'mislead', pencil: 'cross' })
    expect(judge(given).get('c')?.judgements[0]?.reason).toBe(
      'Wins plays, loses viewers: 12.0% play.',
    )
    expect(said(given).at(-1)).toBe('The C is clickbait: it wins plays, but only 25% finish.')
  })

  test('is also a verdict of the comparison', () => {
    const lost = comparison({ verdict: verdict('LOSES_VIEWERS', { asset: 'c' }) })
    expect(badges(evidence({ comparison: lost }), 'c')).toEqual(['clickbait'])
  })

  test('does not win: the best asset that keeps viewers does', () => {
    const all = comparison({ verdict: verdict('LOSES_VIEWERS', { asset: 'c' }) })
    const without = evidence({ comparison: all, kept: comparison() })
    expect(badges(without, 'a')).toEqual(['winner'])
    expect(said(without)).toEqual([
      'The A wins among artworks that keep their viewers: 10.0% of the people it reaches watch.',
      'The C is clickbait: it wins plays, but only 25% finish.',
    ])
    const waiting = comparison({ verdict: verdict('KEEP_WAITING'), differences: CHANCE })
    expect(said({ ...without, kept: waiting })[0]).toBe(
      'No winner yet among artworks that keep their viewers: The A leads with 10.0% (50% likely to be best), which could be chance.',
    )
  })

  test('is best for nobody', () => {
    const liked = comparison({ audiences: [audience('c', ['c'])] })
    expect(favoured(evidence({ comparison: liked, findings: CLICKBAIT }))).toEqual([])
  })
})

describe('an audience of its own', () => {
  test('is said of who wins it, beyond chance', () => {
    const given = evidence({ comparison: comparison({ audiences: [audience('b', ['b'])] }) })
    const found = judge(given).get('b')?.judgements ?? []
    expect(found).toEqual([
      {
        badge: 'wins_with',
        word: 'Wins with Heist Thrillers',
        reason: 'Take rate 18.0% with them, 6.0 points more than The A.',
      },
    ])
    expect(said(given)[1]).toBe('The B is better for Heist Thrillers.')
  })

  test('is left out where it may be chance, and has its probability where it is less certain', () => {
    const chance = comparison({ audiences: [audience('b', [])] })
    expect(badges(evidence({ comparison: chance }), 'b')).toEqual([])
    const likely = comparison({ audiences: [audience('b', ['b'], 0.8)] })
    expect(badges(evidence({ comparison: likely }), 'b')).toEqual([])
    expect(said(evidence({ comparison: likely }))[1]).toBe(
      'The B is better for Heist Thrillers (80% likely).',
    )
  })
})

test('in a broken test nothing wins, and each of its assets says why', () => {
  const broken = comparison({
    verdict: verdict('DONT_TRUST', {
      sentence: "Don't trust this: “A” was shown to 22% instead of 25%.",
      reasons: ['placement home_row: “A” has 20% instead of 25%.'],
    }),
    audiences: [audience('b', ['b'])],
  })
  const given = evidence({ comparison: broken, findings: CLICKBAIT })
  expect(badges(given, 'a')).toEqual(['dont_trust'])
  expect(judge(given).get('a')?.judgements[0]?.reason).toMatch(/^Placement home row: “A” has 20%/)
  expect(badges(given, 'c')).toEqual([])
  expect(said(given)).toEqual(['Don’t trust this test: “A” was shown to 22% instead of 25%.'])
})

test('not enough data comes before what may be an outlier', () => {
  const odd = {
    ...NO_FINDINGS,
    outliers: {
      findings: [
        { id: 'b', level: 'asset', direction: 'under', reason: 'Less (-40%).', sure: 'sure' },
      ],
    },
  }
  const little = comparison({
    verdict: verdict('KEEP_WAITING'),
    arms: [arm('a', 0.1), arm('b', 0.08, 0.4)],
  })
  expect(badges(evidence({ findings: odd, comparison: little }), 'b')).toEqual(['few'])
  expect(badges(evidence({ findings: odd }), 'b')).toEqual(['low'])
  expect(judge(evidence({ findings: odd })).get('b')?.judgements[0]?.reason).toBe('Less (−40%).')
  const rare = new Map([...FIGURES, ['c', figures(60, 5, 2)]])
  expect(badges(evidence({ figures: rare }), 'c')).toEqual(['few'])
})

test('there are no judgements while loading', () => {
  const given = evidence({ comparison: null, findings: null })
  expect(badges(given, 'a')).toEqual([])
  expect(said(given)).toEqual([])
})

test('the answer says where there are too few people', () => {
  const given = evidence({ comparison: null, tooFew: true })
  expect(said(given)).toEqual(['Too few people to say which works.'])
})

test('ranks among similar assets are short', () => {
  expect([96.2, 50, 3.4, null].map(standingOf)).toEqual(['Top 4%', 'Average', 'Bottom 4%', null])
})

test('a favourite of the whole store is said first, with its rates there', () => {
  const favourite = {
    asset: 'a',
    audience: 'affinity:noir',
    audienceName: 'Noir',
    usual: 'b',
    usualName: 'The B',
    rates: [
      { asset: 'a', name: 'The A', rate: 0.139 },
      { asset: 'c', name: 'The C', rate: 0.09 },
      { asset: 'b', name: 'The B', rate: 0.08 },
    ],
  }
  const known = comparison({ audiences: [audience('b', ['b'])] })
  const given = evidence({ comparison: known, favourites: [favourite] })
  expect(favoured(given).map(({ asset, name }) => [asset, name])).toEqual([
    ['a', 'Noir'],
    ['b', 'Heist Thrillers'],
  ])
  expect(judge(given).get('a')?.judgements.at(-1)).toEqual({
    badge: 'wins_with',
    word: 'Wins with Noir',
    reason: 'Take rate 13.9% with them, 5.9 points more than The B.',
  })
  expect(said(given)).toContain('The A is better for Noir.')
  const broken = comparison({ verdict: verdict('DONT_TRUST') })
  expect(favoured(evidence({ comparison: broken, favourites: [favourite] }))).toEqual([])
})
