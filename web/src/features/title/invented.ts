/* Test data: a title with posters A to C, of which A wins and C is clickbait. */
import { figuresOf, type Figures } from './figures'
import type { Asset } from './head'
import type { Evidence } from './judged'
import type { Comparison, Findings } from './judgements'
import type { View } from './useTitle'

export function asset(assetId: string, assetType = 'artwork'): Asset {
  return {
    assetId,
    name: `The ${assetId.toUpperCase()}`,
    assetType,
    uri: assetType === 'synopsis' ? null : `${assetId}.webp`,
    text: assetType === 'synopsis' ? 'Five signatures.' : null,
    aspect: '2:3',
    tags: [],
    locale: null,
    createdAt: null,
  }
}

export function figures(reach: number, viewers: number, completions: number): Figures {
  const rate = viewers / reach
  return figuresOf({
    reach,
    viewers,
    take_rate: rate,
    take_rate_low: rate * 0.9,
    take_rate_high: rate * 1.1,
    completions,
    completion_known: viewers,
    completion_rate: completions / viewers,
  })
}

export const FIGURES = new Map([
  ['a', figures(10_000, 1000, 700)],
  ['b', figures(10_000, 800, 560)],
  ['c', figures(10_000, 1200, 300)],
])

type Arm = Comparison['arms'][number]

export function arm(id: string, rate: number, progress = 2): Arm {
  const interval = { value: rate, low: rate * 0.9, high: rate * 1.1 }
  return {
    asset: id,
    name: `The ${id.toUpperCase()}`,
    people: 10_000,
    best: 0.5,
    progress,
    needsData: progress < 1,
    ruledOut: false,
    rate: interval,
    adjusted: null,
    weighted: null,
    guardrails: [],
  }
}

function difference(beyondChance: boolean): Comparison['differences'][number] {
  const interval = { value: 0.02, low: beyondChance ? 0.01 : -0.01, high: 0.05 }
  return { asset: 'a', other: 'b', beyondChance, difference: interval }
}

/** The lead of A over B as one that could be chance. */
export const CHANCE = [difference(false)]

export function comparison(changes: Partial<Comparison> = {}): Comparison {
  return {
    verdict: { kind: 'WINNER', asset: 'a', sentence: 'A wins.', reasons: [], daysLeft: null },
    test: null,
    basis: 'RAW',
    arms: [arm('a', 0.1), arm('b', 0.08)],
    differences: [difference(true)],
    audiences: [],
    notes: [],
    ...changes,
  }
}

export function verdict(
  kind: Comparison['verdict']['kind'],
  more: Partial<Comparison['verdict']> = {},
): Comparison['verdict'] {
  return { kind, asset: null, sentence: '', reasons: [], daysLeft: null, ...more }
}

export function audience(best: string, differs: readonly string[], probability = 0.97) {
  return {
    audience: 'affinity:heist-thrillers',
    name: 'Heist Thrillers',
    people: 3000,
    best,
    probability,
    loss: 0.2,
    rates: { a: 0.12, b: 0.18, c: 0.1 },
    differs: [...differs],
  }
}

export const NO_FINDINGS: Findings = {
  outliers: { findings: [] },
  authenticity: { found: [] },
}

export const CLICKBAIT: Findings = {
  ...NO_FINDINGS,
  authenticity: {
    found: [
      {
        kind: 'CLICKBAIT',
        sentence: '“C” of “T” over-promises. 12.0% play.',
        standing: { asset: 'c', completionRate: { own: 0.25 } },
      },
    ],
  },
}

export function evidence(changes: Partial<Evidence> = {}): Evidence {
  const given = changes.comparison === undefined ? comparison() : changes.comparison
  return {
    assets: [asset('a'), asset('b'), asset('c')],
    figures: FIGURES,
    comparison: given,
    tooFew: false,
    kept: given,
    favourites: [],
    findings: NO_FINDINGS,
    ...changes,
  }
}

export const VIEW: View = {
  sort: 'take_rate',
  exposures: 'first',
  type: '',
  picked: [],
  large: null,
  asset: null,
  grain: '',
  cards: '',
  anyway: '',
}
