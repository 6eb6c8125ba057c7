/* More figures of the title that does not exist. */
import type { BarData } from '../bars/Bars'
import type { CalibrationData } from '../calibration/data'
import type { ChanceData } from '../chance/Chances'
import type { HoldCurveData } from '../hold/HoldCurve'
import type { IndexData } from '../index/data'
import type { Estimate } from '../kit/estimate'
import type { LineUpData } from '../lineup/data'
import type { MatrixData } from '../matrix/data'
import type { PairData } from '../pairs/data'
import type { QuadrantData } from '../quadrant/data'
import type { SequenceData } from '../sequence/data'
import { ASSETS, chance, heat } from './invented'

export const NORM = { low: 0.063, median: 0.077, high: 0.091 }

function around(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half }
}

export const lineUp: LineUpData = {
  name: 'Take rate',
  unit: 'rate',
  domain: [0.03, 0.13],
  norms: [{ ...NORM, label: 'Usual for thriller artwork, first four weeks' }],
  mixed: false,
  items: [
    ...ASSETS.map(({ letter, name, rate, tone, image }) => ({
      id: letter,
      letter,
      name,
      tone,
      image: letter === 'F' ? null : image,
      estimate: around(rate, tone === 'few' ? 0.023 : 0.005),
      people: tone === 'few' ? 640 : 24_000,
      pencil:
        tone === 'win' ? ('ring' as const) : tone === 'mislead' ? ('cross' as const) : undefined,
      href: '#',
    })),
    {
      id: 'V1',
      letter: 'V1',
      name: 'The Plan',
      wide: true,
      image: ASSETS[7]?.image ?? null,
      estimate: around(0.099, 0.005),
      people: 18_310,
    },
    {
      id: 'V2',
      letter: 'V2',
      name: 'One Take',
      wide: true,
      image: ASSETS[4]?.image ?? null,
      estimate: around(0.074, 0.004),
      people: 18_422,
    },
  ],
}

export const crowd: LineUpData = {
  ...lineUp,
  items: Array.from({ length: 22 }, (_, index) => {
    const rate = 0.04 + 0.07 * chance(index * 97 + 5)()
    return {
      ...(lineUp.items[index % 7] ?? { letter: '', image: null, people: 0 }),
      id: `${index}`,
      name: `Poster ${index + 1}`,
      tone: undefined,
      pencil: undefined,
      estimate: around(rate, 0.004),
      ...(index < 3 ? { tone: 'odd' as const } : {}),
    }
  }),
}

export const chances: ChanceData = {
  columns: ['by plays alone', 'among those that keep viewers'],
  rows: [
    { id: 'A', letter: 'A', name: 'The Crew', tone: 'win', chances: [0.005, 0.9996] },
    { id: 'B', letter: 'B', name: 'Inês, close-up', chances: [0.0002, 0.0001] },
    {
      id: 'C',
      letter: 'C',
      name: 'The Kiss',
      tone: 'mislead',
      chances: [0.995, 'fails a guardrail'],
    },
    { id: 'D', letter: 'D', name: 'The Vault Door', chances: [0.0001, null] },
  ],
}

const TAGS: readonly [string, string, number, number][] = [
  ['Tags', 'heist', 412, 15],
  ['Tags', 'con artist', 338, 16],
  ['Tags', 'ensemble crew with a plan', 247, 9],
  ['Tags', 'coming of age', 61, 4],
  ['Genres', 'Thriller', 232, 4],
  ['Genres', 'Crime', 198, 4],
  ['Genres', 'Romance', 58, 3],
  ['Genres', 'Family', 34, 3],
  ['When and where', 'Fri to Sun, 21 to 24', 148, 3],
  ['When and where', 'Brazil', 104, 5],
  ['When and where', 'Phone', 73, 2],
]

export const indexes: IndexData = {
  name: 'Heist Thrillers against everybody',
  rows: TAGS.map(([group, name, value, half]) => ({
    id: name,
    group,
    name,
    index: around(value, half),
  })),
}

export const quadrant: QuadrantData = {
  points: ASSETS.slice(0, 7).map(({ letter, name, tone }, index) => ({
    id: letter,
    letter,
    name,
    tone,
    winning: around([0.34, 0.22, 0.05, 0.01, -0.03, -0.24, -0.52][index] ?? 0, 0.07),
    keeping: around([-0.38, 0.06, 0.03, -0.02, 0.08, 0.04, 0.01][index] ?? 0, 0.06),
    href: '#',
  })),
}

const KEPT: readonly [number, number][] = [
  [410, 360],
  [520, 455],
  [180, 210],
  [280, 250],
  [130, 95],
  [150, 45],
  [330, 340],
  [150, -60],
  [90, 110],
  [240, 205],
]

export const calibration: CalibrationData = {
  what: 'viewers a week',
  share: { value: 0.81, low: 0.64, high: 0.99 },
  points: KEPT.map(([promised, actual], index) => ({
    id: `${index + 1}`,
    label: `${index + 1}`,
    name: 'Show “Crown” to everyone',
    promised: around(promised, promised / 2),
    actual: around(actual, 130),
    came: actual < promised / 2 ? 'Fell short' : 'As promised',
    tone: actual < promised / 2 ? ('mislead' as const) : ('plain' as const),
  })),
}

const COUNTRIES: readonly [string, number, number][] = [
  ['Portugal', 0.164, 9120],
  ['Spain', 0.126, 12_630],
  ['Brazil', 0.124, 27_940],
  ['Germany', 0.119, 24_310],
  ['France', 0.11, 15_470],
  ['United States', 0.101, 31_880],
  ['India', 0.084, 14_200],
]

export const bars: BarData = {
  name: 'Take rate',
  unit: 'rate',
  rowsName: 'Country',
  bars: [
    ...COUNTRIES.map(([name, rate, reach]) => ({
      id: name,
      name,
      estimate: around(rate, 1.96 * Math.sqrt((rate * (1 - rate)) / reach)),
      fact: `${reach.toLocaleString()} reached`,
    })),
    {
      id: 'Malta',
      name: 'Malta',
      estimate: { value: null, low: null, high: null },
      fact: 'under 50',
    },
  ],
}

export const hold: HoldCurveData = {
  length: 15,
  shares: Array.from({ length: 16 }, (_, second) => ({
    second,
    share: second === 0 ? 1 : 0.44 + 0.46 * Math.exp(-second / 3.2),
  })),
}

export const sequence: SequenceData = {
  name: 'The Crew minus Inês',
  unit: 'points',
  tone: 'win',
  gate: { until: '2026-11-08', label: 'minimum sample: 1,000 people per poster' },
  steps: Array.from({ length: 18 }, (_, day) => {
    const next = chance(day + 19)
    const half = 0.034 / Math.sqrt(day + 0.6) + 0.002
    const value = 0.014 + 0.012 * (next() - 0.5) * Math.exp(-day / 4)
    return {
      day: `2026-11-${String(6 + day).padStart(2, '0')}`,
      always: around(value, half),
      single: around(value, half * 0.55),
      people: 2200 * (day + 1),
    }
  }),
}

const names = heat.rows.map(({ name }) => name)

export const overlap: MatrixData = {
  name: 'Share of the row’s profiles',
  unit: 'rate',
  names,
  current: 0,
  missing: 'Under 50: not shown, so nobody can be singled out',
  cells: names.map((_, y) =>
    names.map((_, x) => {
      const value = 0.03 + 0.36 * chance(y * 31 + x * 17 + 3)() ** 1.6
      return { value: x === 6 && y === 2 ? null : value, fact: `lift ${(value * 6).toFixed(2)}` }
    }),
  ),
}

export const phases: PairData = {
  name: 'Take rate',
  unit: 'rate',
  of: ['Explore, random', 'Exploit, chosen'],
  factName: 'share',
  pairs: ASSETS.slice(0, 7).map(({ letter, name, rate }, index) => ({
    id: letter,
    letter,
    name,
    first: around(rate, 0.005),
    second: around(rate + 0.004 + 0.007 * (index % 4), 0.009),
    fact: `${[21, 38, 12, 9, 15, 3, 2][index] ?? 0}%`,
  })),
}
