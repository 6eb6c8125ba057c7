import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { type Estimate, figuresOf, scaled } from '@/shared/charts/kit/estimate'
import { Frame } from '@/shared/charts/kit/Frame'
import { domainOf, pickTicks } from '@/shared/charts/kit/ticks'
import { showRange, showTick, tickLabels } from '@/shared/charts/kit/units'
import { count } from '@/shared/format'
import { kindName, Thumb } from '@/shared/media'

import { stepsOf } from './policy'
import type { Found } from './PolicyParts'
import { unitsOf, WON, rateWords, worthWords } from './words'
import styles from './Worth.module.css'

/** The approximate width of the ruler in px, to choose its ticks. */
const ROOM = 380

interface Row {
  name: string
  about: string
  assets: readonly string[]
  estimate: Estimate
  tone: 'win' | 'plain' | 'few'
}

/** What a policy wins, beside one asset for everyone and assets by lot, on one ruler. */
export function Worth({ policy, assetOf, letterOf }: Found) {
  const { rate: unit, factor } = unitsOf(policy.reward)
  const rows = rowsOf(policy, assetOf)
  const domain = domainOf(figuresOf(rows.map(({ estimate }) => scaled(estimate, factor))), {
    room: 0.12,
  })
  const ticks = pickTicks(domain, ROOM, (tick) => showTick(tick, unit))
  const labels = tickLabels(ticks, unit)
  const place = (tick: number) => `${(100 * (tick - domain[0])) / (domain[1] - domain[0])}%`
  const words = worthWords(policy)
  return (
    <Frame
      title="What it’s worth"
      lead={`${WON[policy.reward] ?? ''}, on average, with 95% intervals.`}
      table={{
        columns: [{ label: 'Shown' }, ...COLUMNS.map((label) => ({ label, unit }))],
        rows: rows.map(({ name, about, estimate }) => {
          const { value, low, high } = scaled(estimate, factor)
          return [`${name}: ${about}`, value, low, high]
        }),
      }}
    >
      <div className={styles.rows}>
        {rows.map(({ name, about, assets, estimate, tone }) => (
          <div key={name} className={styles.row}>
            <span className={styles.label}>
              <span className={styles.thumbs}>
                {assets.map((id) => {
                  const asset = assetOf(id)
                  return (
                    asset && (
                      <Thumb key={id} asset={asset} width={22} ratio="2/3" letter={letterOf(id)} />
                    )
                  )
                })}
              </span>
              <span>
                <b className="strong">{name}</b>
                <small>{about}</small>
              </span>
            </span>
            <span className={styles.bar}>
              {ticks.map((tick) => (
                <i key={tick} style={{ left: place(tick) }} aria-hidden="true" />
              ))}
              <IntervalBar
                name={name}
                estimate={scaled(estimate, factor)}
                unit={unit}
                domain={domain}
                tone={tone}
              />
            </span>
            <span className={styles.value}>
              {rateWords(estimate.value, policy.reward)}
              <small>{showRange(scaled(estimate, factor), unit)}</small>
            </span>
          </div>
        ))}
        <div className={styles.axis} aria-hidden="true">
          <span>
            {ticks.map((tick, n) => (
              <i key={tick} style={{ left: place(tick) }}>
                {labels[n]}
              </i>
            ))}
          </span>
        </div>
      </div>
      <p className={styles.words}>
        <b>{words.fact}</b> {words.rest}
      </p>
    </Frame>
  )
}

const COLUMNS = ['Average', 'Low', 'High']

function rowsOf(policy: Found['policy'], assetOf: Found['assetOf']): readonly Row[] {
  const shown = [...new Set(stepsOf(policy).map(({ asset }) => asset))]
  const kinds = (n: number) => kindName(policy.assetType, n)
  const name = assetOf(policy.single)?.name ?? policy.single
  const rows: Row[] = [
    {
      name: `One ${kinds(1)}`,
      about: `${name} for everyone`,
      assets: [policy.single],
      estimate: policy.bestSingle,
      tone: 'plain',
    },
    {
      name: 'Random',
      about: 'equal shares',
      assets: [],
      estimate: policy.random,
      tone: 'plain',
    },
  ]
  if (!policy.personalised) return rows
  const about = count(shown.length, kinds(1), kinds(2))
  return [
    { name: 'This policy', about, assets: shown, estimate: policy.value, tone: 'win' },
    ...rows,
  ]
}
