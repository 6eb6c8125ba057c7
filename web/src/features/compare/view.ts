import type { Estimate } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'
import type { Unit } from '@/shared/charts/kit/units'
import { measure, time } from '@/shared/format'

import type { Comparison } from './comparison'
import { referenceOf } from './differences'
import type { Subject } from './subjects'

/** A comparison with what its assets are called and how they are marked, for every part. */
export interface View {
  found: Comparison
  /** In the order of the address. */
  subjects: readonly Subject[]
  /** The asset that all others are held against. */
  reference: string
  /** Whether somebody chose it. */
  chosen: boolean
  nameOf: (asset: string) => string
  letterOf: (asset: string) => string | undefined
  toneOf: (asset: string) => Tone
  /** A sentence of the service in which assets are called as on this page. */
  saying: (sentence: string) => string
  /** Stands below what is taken along. */
  source: string
}

export function viewOf(
  found: Comparison,
  subjects: readonly Subject[],
  against: string | null,
): View {
  const known = new Map(subjects.map((subject) => [subject.id, subject]))
  const names = new Map(found.arms.map(({ asset, name }) => [asset, name]))
  return {
    found,
    subjects,
    reference: referenceOf(found, against),
    chosen: against !== null && names.has(against),
    nameOf: (asset) => known.get(asset)?.name ?? names.get(asset) ?? asset,
    letterOf: (asset) => known.get(asset)?.letter,
    toneOf: (asset) => toneOf(found, asset),
    saying: (sentence) => sayingOf(sentence, subjects),
    source: sourceOf(found),
  }
}

/** Write names for ids, which the service sets behind names that several assets have. */
export function sayingOf(
  sentence: string,
  subjects: readonly Pick<Subject, 'id' | 'name' | 'shown'>[],
): string {
  return subjects.reduce(
    (said, { id, name, shown }) => said.replaceAll(`“${shown.name}” (${id})`, `“${name}”`),
    sentence.replaceAll("'", '’'),
  )
}

/** The judgement of an asset as a mark; only a verdict gives one. */
function toneOf({ verdict, arms }: Comparison, asset: string): Tone {
  const arm = arms.find((one) => one.asset === asset)
  if (arm && arm.progress < 1) return 'few'
  if (verdict.asset !== asset) return 'plain'
  if (verdict.kind === 'WINNER') return 'win'
  return verdict.kind === 'LOSES_VIEWERS' ? 'mislead' : 'plain'
}

/** Says in a line where the figures of a comparison come from. */
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

/** How a measure is drawn: rates as shares, times in minutes. */
export function drawn(name: string): {
  unit: Unit
  scale: (estimate: Estimate) => Estimate
} {
  if (measure(name).kind !== 'seconds') return { unit: 'rate', scale: (estimate) => estimate }
  const minutes = (figure: number | null) => (figure === null ? null : figure / 60)
  return {
    unit: 'minutes',
    scale: ({ value, low, high }) => ({
      value: minutes(value),
      low: minutes(low),
      high: minutes(high),
    }),
  }
}

/** How differences of a measure are drawn: rates in points, all else relative. */
export function differenceUnit(name: string): 'points' | 'change' {
  return measure(name).kind === 'rate' ? 'points' : 'change'
}
