import { ago, count, number, percent, time } from '@/shared/format'
import { DataTable, Empty, Panel, type TableColumn } from '@/shared/ui'

import type { Account, Batch } from './asked'
import styles from './Batches.module.css'
import { ranked, reasonOf } from './reasons'

interface BatchesProps {
  batches: readonly Batch[]
  /** How many batches there are. */
  count: number
  /** The number of the selected batch; 0: the newest. */
  chosen: number
  onChoose: (batch: number) => void
}

/** The batches, and the outcome of their rows. */
export function Batches({ batches, count: all, chosen, onChoose }: BatchesProps) {
  const shown = batches.find(({ batch }) => batch === chosen) ?? batches[0]
  if (!shown) {
    return (
      <Panel id="batches" title="Batches">
        <Empty fact="Nothing loaded yet.">
          Load files with <code className="mono">keyart ingest</code>, or send events to{' '}
          <code className="mono">/v1/events</code>.
        </Empty>
      </Panel>
    )
  }
  return (
    <div className="two" id="batches">
      <Panel
        title={count(all, 'batch', 'batches')}
        lead={all > batches.length ? `Showing the newest ${number(batches.length)}.` : undefined}
      >
        <DataTable
          caption="Batches"
          columns={columnsOf(shown.batch, onChoose)}
          rows={batches}
          keyOf={({ batch }) => String(batch)}
          cards
        />
      </Panel>
      <Panel
        title={`Batch ${shown.batch}`}
        lead={`${time(shown.created)}, by ${shown.command}, as version ${number(shown.version)}`}
      >
        <Accounts tables={shown.tables} />
        {shown.released > 0 && (
          <p className="small sub2">{count(shown.released, 'row')} released from quarantine.</p>
        )}
        {shown.notes.map((note) => (
          <p key={note} className="small sub2">
            {note}
          </p>
        ))}
      </Panel>
    </div>
  )
}

function sumOf(batch: Batch, part: 'rows' | 'accepted' | 'duplicate' | 'quarantined'): number {
  return batch.tables.reduce((sum, table) => sum + table[part], 0)
}

function columnsOf(shown: number, onChoose: (batch: number) => void): TableColumn<Batch>[] {
  const figures = (
    key: 'rows' | 'accepted' | 'duplicate' | 'quarantined',
    head: string,
  ): TableColumn<Batch> => ({
    key,
    head,
    figures: true,
    cell: (batch) => number(sumOf(batch, key)),
    value: (batch) => sumOf(batch, key),
  })
  return [
    {
      key: 'batch',
      head: 'Batch',
      cell: ({ batch }) => (
        <button
          type="button"
          className={styles.choose}
          aria-pressed={batch === shown}
          onClick={() => onChoose(batch)}
        >
          {batch}
        </button>
      ),
      value: ({ batch }) => batch,
    },
    {
      key: 'created',
      head: 'When',
      cell: ({ created }) => (
        <span className={styles.when} title={time(created)}>
          {ago(created)}
        </span>
      ),
      value: ({ created }) => created,
    },
    { key: 'command', head: 'By', cell: ({ command }) => command, value: ({ command }) => command },
    figures('rows', 'Rows'),
    figures('accepted', 'Accepted'),
    figures('duplicate', 'Duplicates'),
    figures('quarantined', 'Quarantined'),
  ]
}

function Accounts({ tables }: { tables: readonly Account[] }) {
  return (
    <ul className={styles.accounts}>
      {tables.map((one) => (
        <li key={one.table}>
          <span className={styles.head}>
            <b>{one.table}</b>
            <span className="num">{number(one.rows)}</span>
          </span>
          <Shares account={one} />
          <dl className={styles.parts}>
            {partsOf(one).map(({ name, rows, within = false }) => (
              <div key={name} data-within={within || undefined}>
                <dt>{name}</dt>
                <dd>{number(rows)}</dd>
                <dd className="sub">{!within && one.rows > 0 && percent(rows / one.rows)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

/** The shares of rows: accepted, duplicates, quarantined. */
function Shares({ account: { rows, accepted, duplicate, quarantined } }: { account: Account }) {
  if (rows === 0) return null
  const width = (part: number) => ({ width: `${(100 * part) / rows}%` })
  return (
    <span className={styles.shares} aria-hidden="true">
      <i data-part="taken" style={width(accepted)} />
      <i data-part="known" style={width(duplicate)} />
      <i data-part="aside" style={width(quarantined)} />
    </span>
  )
}

interface Part {
  name: string
  rows: number
  /** Whether it is part of the duplicates above it. */
  within?: boolean
}

/** Return what became of the rows of a table: accepted, known, or why not. */
function partsOf({ accepted, duplicate, updated, conflict, reasons }: Account): readonly Part[] {
  const parts: Part[] = [
    { name: 'Duplicates', rows: duplicate },
    { name: 'of these, updates', rows: updated, within: true },
    { name: 'of these, in conflict', rows: conflict, within: true },
    ...ranked(reasons).map(([code, rows]) => ({ name: reasonOf(code).what, rows })),
  ]
  return [{ name: 'Accepted', rows: accepted }, ...parts.filter(({ rows }) => rows > 0)]
}
