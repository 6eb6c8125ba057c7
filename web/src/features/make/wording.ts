import { type Estimate, isKnown } from '@/shared/charts/kit/estimate'
import {
  capital,
  compact,
  count,
  type Figure,
  fixed,
  listed,
  percent,
  range,
  signed,
} from '@/shared/format'

import type { Row } from './asking'
import { columnId, columnLabel, indexOf, type MapCell, PAR, valueLabel } from './map'
import type { MakeState } from './state'

type Naming = Pick<MakeState, 'by' | 'across'>

const FINDINGS: Record<Row['finding'], string> = {
  UNDER_SERVED: 'under-served',
  OVER_SERVED: 'over-served',
  ONE_TITLE: 'one title carries it',
  USUAL: 'as usual',
  TOO_LITTLE_DATA: 'too little data',
}

/** Return the name of a finding: Under-served. */
export function findingName(finding: Row['finding']): string {
  return capital(FINDINGS[finding])
}

/** Return the name of a cell: Crime in Portugal, Crime with Heist thrillers. */
export function cellName(row: Row, { by, across }: Naming): string {
  const whose = columnLabel(across, columnId(row))
  return `${valueLabel(by, row.value)} ${across === 'audience' ? 'with' : 'in'} ${whose}`
}

/** Return an index without decimals; a dash if it is unknown. */
export function indexText(index: Figure): string {
  return fixed(index, 0)
}

/** Return the interval of an index: 139 – 203; empty if it is unknown. */
export function rangeText(index: Estimate): string {
  return isKnown(index) ? range(index.low, index.high, indexText) : ''
}

/** Describe a cell of the map. */
export function cellSentence(cell: MapCell, names: [string, string], colour: string): string {
  const { row, index, state } = cell
  const where = names.join(', ')
  if (!row) return `${where}: not shown, too few people or not offered`
  if (state === 'few') return `${where}: too little data`
  const doubt = state === 'unsure' ? ', could be chance' : ''
  const judged = row.finding === 'USUAL' ? '' : `, ${FINDINGS[row.finding]}`
  return `${where}: ${colour} ${indexText(index.value)}, ${compact(row.hours)} hours${doubt}${judged}`
}

/** Return the page's answer: what is fact, and its evidence. */
export function answerOf(rows: readonly Row[], state: Naming): [fact: string, evidence: string] {
  const [first] = rows.filter(({ finding }) => finding === 'UNDER_SERVED')
  if (first) {
    const what = valueLabel(state.by, first.value)
    const whose = columnLabel(state.across, columnId(first))
    return [
      `${whose}: more ${lower(what)} would find viewers.`,
      `It takes ${percent(first.shareOfHours)} of viewing from ${percent(first.shareOfSupply)} of what is on offer, and not because of one title.`,
    ]
  }
  const judged = rows.filter(({ finding }) => finding !== 'TOO_LITTLE_DATA')
  if (judged.length === 0) {
    return ['Too little viewing to judge.', 'Choose a larger audience or a longer period.']
  }
  const largest = judged
    .filter(({ demandIndexLow }) => (demandIndexLow ?? 0) > PAR)
    .reduce<Row | null>(
      (most, row) => ((row.demandIndex ?? 0) > (most?.demandIndex ?? 0) ? row : most),
      null,
    )
  if (!largest) return ['Nothing is under-served.', 'No demand is above par beyond chance.']
  const interval = rangeText(indexOf(largest, 'demand'))
  return [
    'Nothing is under-served.',
    `Demand is largest for ${lower(cellName(largest, state))}: ${indexText(largest.demandIndex)} (${interval}). Under-served needs taste above par, too.`,
  ]
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Say what the map shows. */
export function mapSentence(rows: readonly Row[], state: Naming): string {
  const of = (finding: Row['finding']) => rows.filter((row) => row.finding === finding)
  const [under, one, over] = [of('UNDER_SERVED'), of('ONE_TITLE'), of('OVER_SERVED')]
  const named = under
    .slice(0, 4)
    .map((row) => `${cellName(row, state)} (${indexText(row.demandIndex)})`)
  const further = under.length > named.length ? `, and ${under.length - named.length} more` : ''
  const chance = rows.filter(({ demandIndexLow: low, demandIndexHigh: high }) => {
    return low !== null && high !== null && low <= PAR && high >= PAR
  })
  return [
    under.length > 0
      ? `${count(under.length, 'cell is', 'cells are')} under-served: ${listed(named)}${further}.`
      : 'No cell is under-served.',
    ...(one.length > 0
      ? [`${count(one.length, 'more looks', 'more look')} it, but for one title.`]
      : []),
    `${count(over.length, 'is', 'are')} over-served.`,
    `The demand of ${chance.length} of ${rows.length} could be chance.`,
    'Under-served: demand and taste are both above par beyond chance. On average at most 1 in 10 findings is false.',
  ].join(' ')
}

/** Say how taste has changed: null without two periods. */
export function trendSentence({ trend, trendLow, trendHigh }: Row): string | null {
  if (trend === null || trendLow === null || trendHigh === null) return null
  const change = (index: number) => `${signed(index - PAR, 0)}%`
  const chance = trendLow <= PAR && trendHigh >= PAR ? ': could be chance' : ''
  return `Taste, last 28 days against the 28 before: ${change(trend)} (${change(trendLow)} to ${change(trendHigh)})${chance}.`
}
