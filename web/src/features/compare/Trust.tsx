import type { ReactNode } from 'react'

import { day, number, percent, time, valueName, words } from '@/shared/format'
import { Icon, Letter, Panel } from '@/shared/ui'

import type { Comparison } from './comparison'
import styles from './Trust.module.css'
import type { View } from './view'

type Allocation = Comparison['allocation']

/** The checks of a comparison: traffic split, mix of people, overlap, data and phase. */
export function Trust({ view }: { view: View }) {
  const { comparison } = view
  const { allocation } = comparison
  return (
    <Panel title="Can this be trusted?" lead="Checked with every update." id="trust">
      <div className={styles.trust}>
        <div className={styles.shares}>
          <Shares
            view={view}
            title={allocation.expected ? 'Everybody' : 'Everybody, no planned split'}
            allocation={allocation}
            shares={allocation.seen}
            broken={allocation.broken}
            note={noteOf(allocation)}
          />
          {allocation.slices.slice(0, 3).map((slice) => (
            <Shares
              key={`${slice.dimension} ${slice.value ?? ''}`}
              view={view}
              title={`${words(slice.dimension)} ${valueName(slice.dimension, slice.value)}`}
              allocation={allocation}
              shares={slice.shares}
              broken
              note={`${number(slice.people)} people, not as planned${allocation.broken ? '' : ': excluded'}`}
            />
          ))}
        </div>
        <ul className={styles.checks}>
          {checksOf(comparison, view.nameOf).map(({ name, sound, said }) => (
            <li key={name} data-sound={sound}>
              <Icon name={sound ? 'check' : 'warning'} />
              <span>
                <b>{name}</b> {said}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  )
}

function noteOf({ expected, p, broken }: Allocation): string {
  if (!expected) return 'no planned split: not shown at random, or the split changed'
  const chance = p === null ? '' : p < 0.001 ? ', p < 0.001' : `, p = ${number(p, 3)}`
  return `${broken ? 'not as planned' : 'as planned'}${chance}`
}

interface SharesProps {
  view: View
  title: string
  allocation: Allocation
  shares: readonly number[]
  broken: boolean
  note: string
}

function Shares({ view, title, allocation, shares, broken, note }: SharesProps) {
  const { assets, expected } = allocation
  const most = Math.max(...shares, ...(expected ?? [])) * 1.15
  const worst = shares
    .map((share, at) => expected?.[at] ?? share)
    .map((wanted, at) => wanted - (shares[at] ?? 0))
  const furthest = Math.max(...worst.map(Math.abs))
  return (
    <div>
      <h3 className={styles.title}>{title}</h3>
      <ul>
        {assets.map((asset, at) => {
          const share = shares[at] ?? 0
          const off = broken && Math.abs(worst[at] ?? 0) === furthest
          return (
            <li key={asset} className={styles.share} data-off={off}>
              <Letter>{view.letterOf(asset) ?? '?'}</Letter>
              <span className={styles.bar} aria-hidden="true">
                <span style={{ width: `${(100 * share) / most}%` }} />
                {expected?.[at] !== undefined && (
                  <i style={{ left: `${(100 * expected[at]) / most}%` }} />
                )}
              </span>
              <span className="num">{percent(share)}</span>
              <span className="vh">
                of the people saw {view.nameOf(asset)}
                {expected?.[at] !== undefined && `, ${percent(expected[at])} planned`}
              </span>
            </li>
          )
        })}
      </ul>
      <p className={styles.note} data-broken={broken}>
        {note}
      </p>
    </div>
  )
}

interface Check {
  name: string
  sound: boolean
  said: ReactNode
}

function checksOf(comparison: Comparison, nameOf: View['nameOf']): Check[] {
  return [
    mixOf(comparison, nameOf),
    overlapOf(comparison),
    dataOf(comparison),
    ...phaseOf(comparison),
  ]
}

function mixOf({ mixes, basis, reversals }: Comparison, nameOf: View['nameOf']): Check {
  if (mixes.length === 0) {
    return {
      name: 'Mix',
      sound: true,
      said: 'of people is the same: country, device, placement, taste.',
    }
  }
  const request = mixes.map(({ dimension }) => words(dimension).toLowerCase()).join(', ')
  const done =
    basis === 'RAW'
      ? 'and can’t be adjusted for: too few comparable people saw all assets.'
      : 'and all figures here are adjusted for it.'
  const turned = reversals
    .map(
      ([better = '', worse = '']) =>
        ` Unadjusted, ${nameOf(worse)} would be ahead of ${nameOf(better)}.`,
    )
    .join('')
  return { name: 'Mix', sound: basis !== 'RAW', said: `differs by ${request}, ${done}${turned}` }
}

function overlapOf({ overlap: { within, later } }: Comparison): Check {
  const said =
    within + later === 0
      ? 'none: nobody saw two of them.'
      : `${number(within)} people saw another asset within the attribution window; each is counted once, by the first asset they saw. ${number(later)} saw one later, which has no effect.`
  return { name: 'Overlap', sound: true, said }
}

function dataOf({ arms, completeUntil, path }: Comparison): Check {
  const lacking = arms.filter(({ needsData }) => needsData).length
  const since = path[0]
  const enough =
    lacking > 0 ? 'not enough yet' : since ? `enough since ${day(since.day, 'UTC')}` : 'enough'
  const until = completeUntil ? `; complete until ${time(completeUntil)}.` : '.'
  return { name: 'Data', sound: lacking === 0, said: `${enough}${until}` }
}

function phaseOf({ exploreOnly }: Comparison): Check[] {
  if (!exploreOnly) return []
  return [
    {
      name: 'Phase',
      sound: true,
      said: 'Explore only: impressions chosen by a model aren’t comparable.',
    },
  ]
}
