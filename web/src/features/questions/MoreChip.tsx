import { Chip } from '@/shared/ui'

import styles from './builder.module.css'
import type { Change } from './changes'
import type { QuestionState } from './state'

const TICKS = [
  ['totals', 'Totals', 'The measures over all rows, counted separately'],
  ['fill', 'Empty time intervals', 'Rows for hours or days without events'],
  ['empty', 'Titles and assets without events', 'Rows for the whole catalogue'],
  [
    'others',
    'Groups excluded by filters',
    'With a filter on genres, the other genres of the same titles',
  ],
] as const

const ENGINES = [
  ['', 'automatic'],
  ['native', 'native engine'],
  ['duckdb', 'DuckDB'],
  ['druid', 'Druid'],
] as const

interface MoreChipProps {
  state: QuestionState
  onChange: Change
}

/** Rarely changed options: totals, rows without events, and the engine. */
export function MoreChip({ state, onChange }: MoreChipProps) {
  const changed = TICKS.filter(([name]) => state[name] !== (name === 'totals')).length
  const count = changed + (state.engine ? 1 : 0)
  const clear = () =>
    onChange({ totals: true, fill: false, empty: false, others: false, engine: '' })
  return (
    <Chip name="More" value={count > 0 ? `${count} changed` : ''} on={count > 0} onClear={clear}>
      {() => (
        <div className={styles.form}>
          {TICKS.map(([name, label, note]) => (
            <label key={name} className={styles.tick}>
              <input
                type="checkbox"
                checked={state[name]}
                onChange={() => onChange({ [name]: !state[name] })}
              />
              {label}
              <small>{note}</small>
            </label>
          ))}
          <label>
            Engine
            <select
              className={styles.input}
              value={state.engine}
              onChange={({ target }) =>
                onChange({ engine: ENGINES.find(([one]) => one === target.value)?.[0] ?? '' })
              }
            >
              {ENGINES.map(([engine, label]) => (
                <option key={engine} value={engine}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
    </Chip>
  )
}
