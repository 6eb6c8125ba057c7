import type { CSSProperties } from 'react'
import { Link } from 'wouter'

import { Effect, EffectScale, effectTicks } from '@/shared/charts/effect/Effect'
import { Frame } from '@/shared/charts/kit/Frame'
import type { ChartTable } from '@/shared/charts/kit/table'
import { count, measure } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Button, Letter } from '@/shared/ui'
import { places } from '@/shared/url'

import { byDifference, effectDomain, effectOf, effectTone, FEW } from './audiences'
import styles from './ByAudience.module.css'
import type { InAudience } from './comparison'
import type { Compare, SetCompare } from './state'
import type { View } from './view'

interface ByAudienceProps {
  view: View
  state: Compare
  set: SetCompare
}

/** Each asset by audience, compared with the average of all assets there. */
export function ByAudience({ view, state, set }: ByAudienceProps) {
  const { comparison, source } = view
  const all = byDifference(comparison)
  if (all.length === 0) return null
  const shown = state.all ? all : all.slice(0, FEW)
  return (
    <Frame
      title="By audience"
      lead={`${measure(comparison.measure).label} of each asset compared with the average of all assets in the same audience. Small audiences are pulled towards the overall result. Faded: could be chance. Audiences that differ most come first.`}
      source={source}
      table={tableOf(view, all)}
      foot={
        <span>
          underlined: differs from other audiences, beyond chance
          {comparison.suppressed > 0 &&
            ` · ${count(comparison.suppressed, 'audience')} too small to show`}
        </span>
      }
      controls={
        all.length > FEW && (
          <Button small variant="quiet" onClick={() => set({ all: !state.all })}>
            {state.all ? `Top ${FEW}` : `Show all ${all.length}`}
          </Button>
        )
      }
    >
      <Grid view={view} audiences={shown} domain={effectDomain(shown)} />
    </Frame>
  )
}

interface GridProps {
  view: View
  audiences: readonly InAudience[]
  domain: readonly [number, number]
}

function Grid({ view, audiences, domain }: GridProps) {
  const { subjects } = view
  const ticks = effectTicks(domain)
  return (
    // Wide grids scroll in place, which must work by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Assets by audience">
      <table className={styles.grid} style={{ '--assets': subjects.length } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col">Audience</th>
            {subjects.map(({ id, letter, name, shown }) => (
              <th key={id} scope="col">
                <span className={styles.head}>
                  <Thumb asset={shown} width={26} ratio="2/3" />
                  <span>
                    <Letter>{letter}</Letter> <b>{name}</b>
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {audiences.map((one) => (
            <tr key={one.audience}>
              <th scope="row">
                <Link href={places.audience(one.audience)}>{one.name}</Link>
                <small>{count(one.people, 'person', 'people')}</small>
              </th>
              {subjects.map(({ id }) => (
                <td key={id}>
                  <Effect
                    effect={effectOf(one, id)}
                    domain={domain}
                    ticks={ticks}
                    tone={effectTone(effectOf(one, id), view.toneOf(id))}
                    differs={one.differs.includes(id)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot aria-hidden="true">
          <tr>
            <td />
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

function tableOf({ subjects, comparison }: View, audiences: readonly InAudience[]): ChartTable {
  return {
    columns: [
      { label: 'Audience' },
      { label: 'People', unit: 'count' },
      { label: 'Asset' },
      { label: measure(comparison.measure).label, unit: 'rate' },
      { label: 'Difference from average', unit: 'change' },
      { label: 'Low', unit: 'change' },
      { label: 'High', unit: 'change' },
      { label: 'Differs from other audiences' },
    ],
    rows: audiences.flatMap((one) =>
      subjects.map(({ id, name }) => {
        const { value, low, high } = effectOf(one, id)
        const rate = one.rates[id]
        return [
          one.name,
          one.people,
          name,
          typeof rate === 'number' ? rate : null,
          value,
          low,
          high,
          one.differs.includes(id) ? 'yes' : 'no',
        ]
      }),
    ),
  }
}
