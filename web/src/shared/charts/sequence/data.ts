import { type Estimate, figuresOf, leavesOut } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { domainOf } from '../kit/ticks'
import { sayDay, wallTime } from '../kit/time'
import type { Tone } from '../kit/tone'
import { type Unit, show, showRange, unitWord } from '../kit/units'

/** The difference at the end of a day. */
export interface SequenceStep {
  /** The day as ISO text. */
  readonly day: string
  /** With the interval that is valid on all days. */
  readonly always: Estimate
  /** With the interval for a single look. */
  readonly single?: Estimate | undefined
  readonly people?: number | undefined
}

export interface SequenceData {
  /** What is compared, such as “The Crew minus Inês”. */
  readonly name: string
  readonly unit: Unit
  readonly steps: readonly SequenceStep[]
  /** The first day with enough data, and a label. */
  readonly gate?: { readonly until: string; readonly label: string } | null | undefined
  readonly tone?: Tone | undefined
  /** The height in px, where there is room; 250 by default. */
  readonly height?: number | undefined
}

/** Return the day since when the interval excludes zero; null if it does not now. */
export function sureSince({ steps, gate }: SequenceData): string | null {
  const from = gate ? steps.findIndex(({ day }) => wallTime(day) >= wallTime(gate.until)) : 0
  const judged = from === -1 ? [] : steps.slice(from)
  const last = judged.findLastIndex(({ always }) => !leavesOut(always))
  return judged[last + 1]?.day ?? null
}

/** Return the scale: all values, and intervals once there is enough data; earlier ones may be cut off. */
export function sequenceDomain({ steps, gate }: SequenceData): [number, number] {
  const judged = steps.filter(({ day }) => !gate || wallTime(day) >= wallTime(gate.until))
  const values = steps.flatMap(({ always }) => (always.value === null ? [] : [always.value]))
  return domainOf([...values, ...figuresOf(judged.map(({ always }) => always))], {
    zero: true,
    room: 0.08,
  })
}

/** Return the figures as a table; what no day has is left out. */
export function sequenceTable({ steps, unit }: SequenceData): ChartTable {
  const once = steps.some(({ single }) => single !== undefined)
  const counted = steps.some(({ people }) => people !== undefined)
  return {
    columns: [
      { label: 'Day' },
      { label: 'Difference', unit },
      { label: 'Low, any look', unit },
      { label: 'High, any look', unit },
      ...(once
        ? [
            { label: 'Low, one look', unit },
            { label: 'High, one look', unit },
          ]
        : []),
      ...(counted ? [{ label: 'People', unit: 'count' as const }] : []),
    ],
    rows: steps.map(({ day, always, single, people }) => [
      day.slice(0, 10),
      always.value,
      always.low,
      always.high,
      ...(once ? [single?.low ?? null, single?.high ?? null] : []),
      ...(counted ? [people ?? null] : []),
    ]),
  }
}

/** Describe the current difference, and since when it is certain. */
export function sequenceSentence(data: SequenceData): string {
  const last = data.steps.at(-1)
  if (last === undefined) return `${data.name}: no data`
  const since = sureSince(data)
  const word = [show(last.always.value, data.unit), unitWord(data.unit)].filter(Boolean).join(' ')
  const range = showRange(last.always, data.unit)
  const sure = since === null ? 'not certain yet' : `certain since ${sayDay(wallTime(since))}`
  return `${data.name} by day: now ${word}${range && ` (${range})`}, ${sure}.`
}
