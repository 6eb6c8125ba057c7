import type { CSSProperties } from 'react'
import { Link } from 'wouter'

import { type Estimate, isKnown, leavesOut } from '@/shared/charts/kit/estimate'
import { Frame } from '@/shared/charts/kit/Frame'
import type { ChartTable } from '@/shared/charts/kit/table'
import { colourOf, type Tone } from '@/shared/charts/kit/tone'
import { show, showDoubt } from '@/shared/charts/kit/units'
import { count, measure, relative } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Button, Letter } from '@/shared/ui'
import { places } from '@/shared/url'

import { byDifference, effectDomain, effectOf, FEW } from './audiences'
import styles from './ByAudience.module.css'
import type { InAudience } from './comparison'
import type { Compare, SetCompare } from './state'
import type { View } from './view'

interface ByAudienceProps {
  view: View
  state: Compare
  set: SetCompare
}

/** Who differs: each asset against the average of all with the same people. */
export function ByAudience({ view, state, set }: ByAudienceProps) {
  const { found, source } = view
  const all = byDifference(found)
  if (all.length === 0) return null
  const shown = state.all ? all : all.slice(0, FEW)
  return (
    <Frame
      title="By audience"
      lead={`${measure(found.measure).label} of each asset against the average of all with the same people, drawn towards everybody’s where an audience is small. Faded: could be chance. Those first in which assets do otherwise than elsewhere.`}
      source={source}
      table={tableOf(view, all)}
      controls={
        all.length > FEW && (
          <Button small variant="quiet" onClick={() => set({ all: !state.all })}>
            {state.all ? `First ${FEW}` : `All ${all.length}`}
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
  return (
    // Wide grids scroll in place, and the keyboard must be able to do that.
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
                <small>{count(one.people ?? 0, 'person', 'people')}</small>
              </th>
              {subjects.map(({ id }) => (
                <td key={id}>
                  <Effect
                    effect={effectOf(one, id)}
                    domain={domain}
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
                <span className={styles.axis}>
                  <i>{relative(domain[0] / 2)}</i>
                  <i>0</i>
                  <i>{relative(domain[1] / 2)}</i>
                </span>
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** Better is green and worse is orange; what loses viewers is never green. */
function effectTone(effect: Estimate, judged: Tone): Tone {
  if (!leavesOut(effect)) return 'plain'
  return (effect.value ?? 0) > 0 && judged !== 'mislead' ? 'win' : 'mislead'
}

interface EffectProps {
  effect: Estimate
  domain: readonly [number, number]
  tone: Tone
  differs: boolean
}

function Effect({ effect, domain, tone, differs }: EffectProps) {
  if (!isKnown(effect)) return <span className="sub small">too little data</span>
  const share = (figure: number) =>
    Math.min(100, Math.max(0, (100 * (figure - domain[0])) / (domain[1] - domain[0])))
  const sure = tone !== 'plain'
  const [from, at, to] = [effect.low, effect.value, effect.high].map(share) as [
    number,
    number,
    number,
  ]
  return (
    <span className={styles.effect} data-sure={sure} data-differs={differs}>
      <svg width="100%" height="26" aria-hidden="true" overflow="visible">
        <line x1="50%" x2="50%" y2="26" stroke="var(--zero)" strokeWidth="1.2" />
        <line x1="25%" x2="25%" y2="26" stroke="var(--grid)" />
        <line x1="75%" x2="75%" y2="26" stroke="var(--grid)" />
        <g opacity={sure ? 1 : 0.45} fill={colourOf(tone)}>
          <rect
            x={`${from}%`}
            width={`${Math.max(1, to - from)}%`}
            y="8.5"
            height="9"
            rx="2"
            fillOpacity="0.35"
          />
          <svg x={`${at}%`} overflow="visible">
            <rect x="-2" y="5" width="4" height="16" rx="2" />
          </svg>
        </g>
      </svg>
      <span className={styles.figure}>
        {show(effect.value, 'change')} <small>{showDoubt(effect, 'change')}</small>
        {differs && <span className="vh">, otherwise than elsewhere</span>}
      </span>
    </span>
  )
}

function tableOf({ subjects, found }: View, audiences: readonly InAudience[]): ChartTable {
  return {
    columns: [
      { label: 'Audience' },
      { label: 'People', unit: 'count' },
      { label: 'Asset' },
      { label: measure(found.measure).label, unit: 'rate' },
      { label: 'Against the average', unit: 'change' },
      { label: 'Low', unit: 'change' },
      { label: 'High', unit: 'change' },
      { label: 'Otherwise than elsewhere' },
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
