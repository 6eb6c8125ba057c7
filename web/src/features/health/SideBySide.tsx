import { measure, number } from '@/shared/format'
import { DataTable, type TableColumn } from '@/shared/ui'

import type { Checked } from './asked'
import { MEASURES } from './checking'

const NAMES: Readonly<Record<string, string>> = {
  feed: 'Feed',
  native: 'Native engine',
  duckdb: 'DuckDB',
}

/** The same figures from each engine, and how long they took. */
export function SideBySide({ answers }: { answers: readonly Checked[] }) {
  const columns: TableColumn<string>[] = [
    { key: 'measure', head: 'Measure', cell: (name) => measure(name).label },
    ...answers.map(({ totals, meta }, n): TableColumn<string> => ({
      key: String(n),
      head: `${NAMES[meta.answeredBy] ?? meta.answeredBy}, ${number(meta.ms, meta.ms < 10 ? 1 : 0)} ms`,
      figures: true,
      cell: (name) => {
        const figure = totals[name]
        return typeof figure === 'number' ? measure(name).value(figure) : 'not shown'
      },
    })),
  ]
  return (
    <DataTable
      caption="Figures side by side"
      columns={columns}
      rows={MEASURES}
      keyOf={(name) => name}
    />
  )
}
