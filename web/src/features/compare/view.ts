import { type Estimate, scaled } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'
import type { Unit } from '@/shared/charts/kit/units'
import { measure, time } from '@/shared/format'
import { type Comparison, misleading } from './comparison'
import { referenceOf } from './differences'
import type { Subject } from './subjects'

/** A comparison with the names, letters and colours of its assets. */
export interface View {
  comparison: Comparison
  /** In the order of the address. */
  subjects: readonly Subject[]
  /** The asset that the others are compared with. */
  reference: string
  /** Whether it was chosen. */
  chosen: boolean
  nameOf: (asset: string) => string
  letterOf: (asset: string) => string | undefined
  toneOf: (asset: string) => Tone
  /** Return a sentence of the service with the names of this page. */
  saying: (sentence: string) => string
  /** The line below exports. */
  source: string
}

export function viewOf(
  comparison: Comparison,
  subjects: readonly Subject[],
  against: string | null,
): View {
  const known = new Map(subjects.map((subject) => [subject.id, subject]))
  const names = new Map(comparison.arms.map(({ asset, name }) => [asset, name]))
  return {
    comparison,
    subjects,
    reference: referenceOf(comparison, against),
    chosen: against !== null && names.has(against),
    nameOf: (asset) => known.get(asset)?.name ?? names.get(asset) ?? asset,
    letterOf: (asset) => known.get(asset)?.letter,
    toneOf: (asset) => toneOf(comparison, asset),
    saying: (sentence) => sayingOf(sentence, subjects),
    source: sourceOf(comparison),
  }
}

/** Replace ids, which the service adds to ambiguous names, by the names of the page. */
export function sayingOf(
  sentence: string,
  subjects: readonly Pick<Subject, 'id' | 'name' | 'shown'>[],
): string {
  return subjects.reduce(
    (said, { id, name, shown }) => said.replaceAll(`“${shown.name}” (${id})`, `“${name}”`),
    sentence.replaceAll("'", '’'),
  )
}

/** Return the tone of an asset; only a verdict gives it a colour. */
function toneOf(comparison: Comparison, asset: string): Tone {
  const { verdict, arms } = comparison
  const arm = arms.find((one) => one.asset === asset)
  if (arm?.needsData) return 'few'
  if (misleading(comparison) === asset) return 'mislead'
  return verdict.kind === 'WINNER' && verdict.asset === asset ? 'win' : 'plain'
}

/** Return the line about where the figures come from. */
function sourceOf({ version, completeUntil, test, exploreOnly }: Comparison): string {
  return [
    `Keyart, version ${version}`,
    completeUntil && `complete until ${time(completeUntil)}`,
    test && `test ${test}`,
    exploreOnly && 'Explore only',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Return how to draw a measure: rates as shares, times in minutes. */
export function drawn(name: string): {
  unit: Unit
  scale: (estimate: Estimate) => Estimate
} {
  return measure(name).kind === 'seconds'
    ? { unit: 'minutes', scale: (estimate) => scaled(estimate, 1 / 60) }
    : { unit: 'rate', scale: (estimate) => estimate }
}

/** Return the unit of differences of a measure: points for rates, else relative. */
export function differenceUnit(name: string): 'points' | 'change' {
  return measure(name).kind === 'rate' ? 'points' : 'change'
}
