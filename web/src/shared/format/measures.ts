import {
  fixed,
  type Figure,
  MINUS,
  number,
  percent,
  percentFigure,
  points,
  signed,
} from './numbers'
import { duration } from './times'

/** The kind of a measure's figures. */
export type Kind = 'rate' | 'count' | 'ratio' | 'seconds' | 'hours'

/** The name and the formats of a measure. */
export interface MeasureWords {
  /** Its name as a column head: Take rate. */
  label: string
  kind: Kind
  /** A value with its unit: 10.6%. */
  value: (figure: Figure) => string
  /** A value without its unit: 10.6. */
  figure: (figure: Figure) => string
  /** A difference of two values, with its sign. */
  difference: (figure: Figure) => string
  /** The unit of `difference`. */
  unit: string
}

const WRITTEN: Record<Kind, Omit<MeasureWords, 'label' | 'kind'>> = {
  rate: { value: percent, figure: percentFigure, difference: points, unit: 'points' },
  count: { value: number, figure: number, difference: (value) => signed(value, 0), unit: '' },
  ratio: {
    value: (value) => fixed(value, 2),
    figure: (value) => fixed(value, 2),
    difference: (value) => signed(value, 2),
    unit: '',
  },
  seconds: { value: duration, figure: duration, difference: signedDuration, unit: '' },
  hours: {
    value: (value) => `${number(value)} h`,
    figure: number,
    difference: (value) => signed(value, 0),
    unit: 'h',
  },
}

function signedDuration(value: Figure): string {
  if (value === null || value === undefined || value === 0) return duration(value)
  return `${value < 0 ? MINUS : '+'}${duration(Math.abs(value))}`
}

/** Measures with a label or a kind that does not follow from their name. */
const KNOWN: Readonly<Record<string, [label: string, kind: Kind]>> = {
  title_reach: ['Reach per title', 'count'],
  title_viewers: ['Viewers per title', 'count'],
  title_take_rate: ['Take rate per title', 'rate'],
  frequency: ['Frequency', 'ratio'],
  watch_seconds: ['Watch time', 'seconds'],
  watch_time_share: ['Watch-time share', 'rate'],
  watch_seconds_per_profile: ['Watch time per profile', 'seconds'],
  avg_watch_seconds: ['Watch time per play', 'seconds'],
  completion_rate: ['Completion', 'rate'],
  completion_known: ['Plays with a known end', 'count'],
  short_play_rate: ['Short plays', 'rate'],
  short_plays: ['Short plays, counted', 'count'],
  hook_rate: ['Hooked at 3 s', 'rate'],
  hold_rate: ['Held to 15 s', 'rate'],
  starts: ['Plays started', 'count'],
  hours_viewed: ['Hours viewed', 'hours'],
  active_days_7: ['Active days, return known after 7', 'count'],
  returned_7: ['Returned after 7 days', 'count'],
  return_rate_7: ['Return rate, 7 days', 'rate'],
  active_days_28: ['Active days, return known after 28', 'count'],
  returned_28: ['Returned after 28 days', 'count'],
  return_rate_28: ['Return rate, 28 days', 'rate'],
  unattributed_plays: ['Plays without an impression', 'count'],
}

/** Return the name and the formats of a measure; those of a custom measure follow from its name. */
export function measure(name: string): MeasureWords {
  const [label, kind] = KNOWN[name] ?? [words(name), name.endsWith('_rate') ? 'rate' : 'count']
  return { label, kind, ...WRITTEN[kind] }
}

/** Return an identifier in words: take_rate is Take rate. */
export function words(name: string): string {
  const spaced = name.replace(/^.*\./, '').replace(/[_-]+/g, ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
