/* Figures of a title that does not exist, for looking at charts while they are made. */
import type { BandData } from '../band/data'
import type { ForestData } from '../forest/data'
import type { HeatCell, HeatData, HeatState } from '../heatmap/data'
import type { Estimate } from '../kit/estimate'
import type { Tone } from '../kit/tone'

/** Numbers from 0 to 1 that are the same each time (Park and Miller). */
export function chance(seed: number): () => number {
  let state = (seed * 16807 * 48271) % 2147483647
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

function around(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half }
}

export const ASSETS: readonly {
  letter: string
  name: string
  rate: number
  tone?: Tone
  image: string
}[] = [
  { letter: 'C', name: 'The Kiss', rate: 0.114, tone: 'mislead', image: poster('C', '#7a1f3d') },
  { letter: 'A', name: 'The Crew', rate: 0.106, tone: 'win', image: poster('A', '#c2372b') },
  { letter: 'B', name: 'Inês, close-up', rate: 0.092, image: poster('B', '#10303c') },
  { letter: 'E', name: 'Rooftop Run', rate: 0.087, image: poster('E', '#b4552f') },
  { letter: 'D', name: 'The Vault Door', rate: 0.084, image: poster('D', '#20242e') },
  { letter: 'F', name: 'Red Ledger', rate: 0.065, image: poster('F', '#d8cba5') },
  { letter: 'G', name: 'Tram 28', rate: 0.041, tone: 'odd', image: poster('G', '#8fb5c0') },
  { letter: 'H', name: 'Blueprint', rate: 0.095, tone: 'few', image: poster('H', '#1f4f96') },
]

function poster(letter: string, colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300"><rect width="200" height="300" fill="${colour}"/><text x="100" y="180" font-size="110" font-family="sans-serif" font-weight="700" text-anchor="middle" fill="#fff" fill-opacity=".85">${letter}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

const days = Array.from({ length: 19 }, (_, day) => `2026-11-${String(6 + day).padStart(2, '0')}`)

export const band: BandData = {
  name: 'Take rate by day',
  unit: 'rate',
  times: days,
  completeUntil: '2026-11-23T08:00',
  moments: [{ at: '2026-11-14T09:00', label: 'exploit begins' }],
  lines: ASSETS.slice(0, 7).map(({ letter, name, rate, tone }, index) => {
    const next = chance(index + 7)
    return {
      id: letter,
      letter,
      name,
      tone: tone === 'odd' ? undefined : letter === 'D' ? 'c1' : tone,
      values: days.map((_, day) => {
        const fall = 1.3 - 0.4 * (1 - Math.exp(-day / 8)) - (day > 16 ? 0.18 * (day - 16) : 0)
        return around(rate * fall * (0.95 + 0.1 * next()), 0.009 + 0.004 * next())
      }),
    }
  }),
}

export const hourly: BandData = {
  name: 'Impressions by hour',
  unit: 'count',
  times: Array.from({ length: 36 }, (_, hour) =>
    new Date(Date.UTC(2026, 10, 23, hour)).toISOString(),
  ),
  lines: [
    {
      id: 'all',
      name: 'Impressions',
      values: Array.from({ length: 36 }, (_, hour) => ({
        value: hour === 9 ? null : 5200 + Math.round(3900 * Math.sin((hour - 6) / 3.8)),
        low: null,
        high: null,
      })),
    },
  ],
}

export const forest: ForestData = {
  name: 'Take rate',
  reference: 'Inês, close-up',
  unit: 'points',
  zone: 0.003,
  rows: [
    {
      id: 'A',
      letter: 'A',
      name: 'The Crew',
      tone: 'win',
      raw: around(0.0138, 0.0102),
      adjusted: around(0.0133, 0.01),
    },
    {
      id: 'C',
      letter: 'C',
      name: 'The Kiss',
      tone: 'mislead',
      raw: around(0.0219, 0.0104),
      adjusted: around(0.0209, 0.01),
    },
    {
      id: 'D',
      letter: 'D',
      name: 'The Vault Door',
      raw: around(-0.0083, 0.0098),
      adjusted: around(-0.0072, 0.01),
    },
    { id: 'H', letter: 'H', name: 'Blueprint', raw: { value: 0.003, low: null, high: null } },
  ],
}

export const guardrail: ForestData = {
  name: 'Completion',
  reference: 'Inês, close-up',
  unit: 'points',
  margin: { at: -0.05, label: 'may lose 5' },
  rows: [
    { id: 'A', letter: 'A', name: 'The Crew', tone: 'win', raw: around(0.012, 0.051) },
    { id: 'C', letter: 'C', name: 'The Kiss', tone: 'mislead', raw: around(-0.264, 0.053) },
    { id: 'D', letter: 'D', name: 'The Vault Door', raw: around(0.047, 0.052) },
  ],
}

export const relative: ForestData = {
  name: 'Take rate',
  reference: 'Type only',
  unit: 'change',
  zone: 0.05,
  rows: [
    {
      id: '1',
      letter: 'A',
      name: 'Lead face',
      tone: 'win',
      raw: { value: 0.649, low: 0.237, high: 1.197 },
    },
    {
      id: '2',
      letter: 'B',
      name: 'Ensemble of the whole crew at night',
      raw: { value: 0.02, low: -0.39, high: 0.55 },
    },
    {
      id: '3',
      letter: 'V1',
      name: 'Trailer',
      tone: 'mislead',
      raw: { value: -0.642, low: -0.745, high: -0.499 },
    },
  ],
}

const AUDIENCES: readonly [string, number, number][] = [
  ['Heist Thrillers', 20849, 0.122],
  ['Dark Crime', 25001, 0.099],
  ['Character Drama', 31052, 0.088],
  ['Iberian Stories', 9011, 0.118],
  ['Weekend Action', 24110, 0.081],
  ['Pop Culture', 28246, 0.08],
  ['Festival Circuit', 5880, 0.076],
  ['Slow-Burn Romance', 17771, 0.069],
  ['True Stories', 16540, 0.065],
  ['Late-Night Comedy', 19574, 0.054],
]

function heatCells(): HeatCell[][] {
  const next = chance(41)
  return AUDIENCES.map(([, reach, mean], row) => {
    const rates = ASSETS.map(({ rate }) => mean * (rate / 0.086) * (0.75 + 0.5 * next()))
    const best = rates.indexOf(Math.max(...rates.slice(0, 7)))
    return rates.map((rate, column): HeatCell => {
      const people = column === 7 ? 40 + Math.round(100 * next()) : Math.round(reach / 7)
      const half = 2 * Math.sqrt((rate * (1 - rate)) / people)
      const clear = Math.abs(rate - mean) > half
      const state: HeatState =
        people < 50 ? 'suppressed' : people < 250 ? 'few' : clear ? 'clear' : 'unsure'
      const never = row === 8 && column === 5
      return {
        estimate: around(rate, half),
        people,
        state: never ? 'none' : state,
        best: column === best && clear,
      }
    })
  })
}

export const heat: HeatData = {
  name: 'Take rate',
  unit: 'rate',
  differenceUnit: 'points',
  rowsName: 'Audience',
  few: 250,
  hidden: 50,
  columns: ASSETS.map(({ letter, name, image }) => ({ id: letter, letter, name, image })),
  rows: AUDIENCES.map(([name, reach, mean]) => ({
    id: name,
    name,
    fact: `${reach.toLocaleString()} reached`,
    href: '#',
    mean,
  })),
  cells: heatCells(),
}
