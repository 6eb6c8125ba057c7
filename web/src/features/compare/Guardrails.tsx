import { type ForestData, forestTable } from '@/shared/charts/forest/data'
import { ForestPlot } from '@/shared/charts/forest/Forest'
import { Frame } from '@/shared/charts/kit/Frame'
import type { ChartTable } from '@/shared/charts/kit/table'
import { measure, percent } from '@/shared/format'
import type { Arm } from './comparison'
import styles from './evidence.module.css'
import type { View } from './view'
import { UNKNOWN } from '@/shared/charts/kit/estimate'

/** Measures where lower is better: their margin is on the other side. */
const LESS = new Set(['short_play_rate'])

/** The guardrails of each asset, compared with the other assets together. */
export function Guardrails({ view }: { view: View }) {
  const { comparison, source } = view
  const names = comparison.arms[0]?.guardrails.map((one) => one.measure) ?? []
  const charts = names.map((name) => guardrailData(view, name))
  if (charts.length === 0) return null
  return (
    <Frame
      title="Guardrails"
      lead={`A winner must not be ${percent(0.1, 0)} or more worse than the other assets together.`}
      source={source}
      table={joined(charts)}
    >
      <div className={styles.guardrails}>
        {charts.map((data) => (
          <div key={data.name}>
            <h3>{data.name}</h3>
            <ForestPlot data={data} rowHeight={30} />
          </div>
        ))}
      </div>
    </Frame>
  )
}

function guardrailData({ comparison, nameOf, letterOf, toneOf }: View, name: string): ForestData {
  const margin = comparison.arms[0]?.guardrails.find((one) => one.measure === name)?.margin ?? 0.1
  const less = LESS.has(name)
  const of = (arm: Arm) => arm.guardrails.find((one) => one.measure === name)
  return {
    name: measure(name).label,
    reference: 'the other assets',
    unit: 'change',
    margin: less
      ? { at: margin, label: `may gain ${percent(margin, 0)}` }
      : { at: -margin, label: `may lose ${percent(margin, 0)}` },
    rows: comparison.arms.map((arm) => ({
      id: arm.asset,
      name: nameOf(arm.asset),
      letter: letterOf(arm.asset),
      tone: of(arm)?.state === 'FAILED' ? 'mislead' : toneOf(arm.asset) === 'win' ? 'win' : 'plain',
      raw: of(arm)?.ratio ?? UNKNOWN,
    })),
  }
}

/** Return the figures of all charts in one table, with the guardrail in the first column. */
function joined(charts: readonly ForestData[]): ChartTable {
  const tables = charts.map((data) => ({ name: data.name, table: forestTable(data) }))
  return {
    columns: [{ label: 'Guardrail' }, ...(tables[0]?.table.columns ?? [])],
    rows: tables.flatMap(({ name, table }) => table.rows.map((row) => [name, ...row])),
  }
}
