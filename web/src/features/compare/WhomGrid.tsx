import type { CSSProperties } from 'react'
import { Link } from 'wouter'

import { Effect, EffectScale, effectTicks } from '@/shared/charts/effect/Effect'
import { showChance } from '@/shared/charts/kit/units'
import { count, measure, percent } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Letter } from '@/shared/ui'
import { places } from '@/shared/url'

import { effectDomain, effectOf, effectTone, type ForWhom, surely } from './audiences'
import type { View } from './view'
import styles from './WhomGrid.module.css'

interface WhomGridProps {
  view: View
  rows: readonly ForWhom[]
  /** The asset that is best overall; null while it is loading. */
  leader: string | null
}

/** A row for each audience: its best asset, and the difference of each from the average there. */
export function WhomGrid({ view, rows, leader }: WhomGridProps) {
  const { subjects, comparison, nameOf } = view
  const domain = effectDomain(rows.map(({ found }) => found))
  const ticks = effectTicks(domain, ROOM)
  return (
    // Wide grids scroll in place, which must work by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Assets by audience">
      <table className={styles.grid} style={{ '--assets': subjects.length } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col">Audience</th>
            <th scope="col">Best asset</th>
            <th scope="col" className={styles.figure}>
              {measure(comparison.measure).label}
            </th>
            <th scope="col" className={styles.figure}>
              {leader === null ? 'Lost' : `Lost with ${nameOf(leader)}`}
            </th>
            {subjects.map(({ id, letter, name, shown }) => (
              <th key={id} scope="col">
                <span className={styles.asset}>
                  <Thumb asset={shown} width={26} ratio="2/3" letter={letter} />
                  <span>
                    <Letter>{letter}</Letter> <b>{name}</b>
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.audience}>
              <th scope="row">
                <Link href={places.audience(row.audience)}>{row.name}</Link>
                <small>{count(row.people, 'person', 'people')}</small>
              </th>
              <td>
                <Best view={view} row={row} leader={leader} />
              </td>
              <td className={styles.figure}>{measure(comparison.measure).value(row.rate)}</td>
              <td className={styles.figure}>{lost(row, leader)}</td>
              {subjects.map(({ id }) => (
                <td key={id}>
                  <Effect
                    effect={effectOf(row.found, id)}
                    domain={domain}
                    ticks={ticks}
                    tone={effectTone(effectOf(row.found, id), view.toneOf(id))}
                    differs={row.found.differs.includes(id)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot aria-hidden="true">
          <tr>
            <td colSpan={4} />
            {subjects.map(({ id }) => (
              <td key={id}>
                <EffectScale domain={domain} ticks={ticks} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** The approximate width of an asset's scale in px, to choose its ticks. */
const ROOM = 130

interface BestProps {
  view: View
  row: ForWhom
  leader: string | null
}

function Best({ view, row: { best, probability }, leader }: BestProps) {
  if (best === null) return <span className="sub">not enough data</span>
  return (
    <>
      <span className={styles.best}>
        <Letter outlined={best !== leader}>{view.letterOf(best) ?? '?'}</Letter>
        <b>{view.nameOf(best)}</b>
      </span>
      <small>
        {showChance(probability)}, {surely(probability)}
      </small>
    </>
  )
}

function lost({ best, loss }: ForWhom, leader: string | null) {
  if (best !== null && best === leader) return <span className="sub">nothing</span>
  return loss === null ? '–' : percent(loss, 0)
}
