import { measure, number, percent } from '@/shared/format'
import { Chip } from '@/shared/ui'

import styles from './builder.module.css'
import type { Change } from './changes'
import { MoreChip } from './MoreChip'
import { dimensionWords, small } from './names'
import type { QuestionState } from './state'

interface OptionChipsProps {
  state: QuestionState
  /** The order of rows in the question. */
  order: readonly string[]
  /** Whether any measure has intervals. */
  ratios: boolean
  onChange: Change
}

/** The order and the number of rows, intervals, and other options. */
export function OptionChips({ state, order, ratios, onChange }: OptionChipsProps) {
  return (
    <>
      <OrderChip {...{ state, order, onChange }} />
      <Chip
        name="Rows"
        value={state.limit > 0 ? `first ${number(state.limit)}` : 'all'}
        on={state.limit > 0}
        onClear={() => onChange({ limit: 0 })}
      >
        {(close) => (
          <Choices
            options={[10, 20, 100, 1000, 0]}
            value={state.limit}
            name={(limit) => (limit > 0 ? `First ${number(limit)}` : 'All rows')}
            onChoose={(limit) => {
              onChange({ limit })
              close()
            }}
          />
        )}
      </Chip>
      {ratios && <IntervalsChip {...{ state, onChange }} />}
      <MoreChip {...{ state, onChange }} />
    </>
  )
}

function IntervalsChip({ state, onChange }: Omit<OptionChipsProps, 'order' | 'ratios'>) {
  return (
    <Chip
      name="Intervals"
      value={state.intervals > 0 ? percent(state.intervals, 0) : 'none'}
      on={state.intervals !== 0.95}
      onClear={() => onChange({ intervals: 0.95 })}
    >
      {(close) => (
        <Choices
          options={[0.8, 0.9, 0.95, 0.99, 0]}
          value={state.intervals}
          name={(level) => (level > 0 ? `${percent(level, 0)} confidence` : 'No intervals')}
          onChoose={(intervals) => {
            onChange({ intervals })
            close()
          }}
        />
      )}
    </Chip>
  )
}

function OrderChip({ state, order, onChange }: Omit<OptionChipsProps, 'ratios'>) {
  const [first = ''] = order
  const columns = [
    ...state.measures,
    ...state.by.map((name) => name.split(':')[0] ?? name),
    ...(state.grain ? ['time'] : []),
  ]
  const options = columns.flatMap((name) =>
    state.measures.includes(name) ? [`-${name}`, name] : [name, `-${name}`],
  )
  if (columns.length === state.measures.length) return null
  return (
    <Chip
      name="Sorted by"
      value={first === '' ? 'groups' : orderWords(first, state)}
      on={state.order.length > 0}
      onClear={() => onChange({ order: [] })}
    >
      {(close) => (
        <Choices
          options={options}
          value={first}
          name={(one) => orderWords(one, state)}
          onChoose={(one) => {
            onChange({ order: [one] })
            close()
          }}
        />
      )}
    </Chip>
  )
}

function orderWords(order: string, { measures }: QuestionState): string {
  const name = order.replace(/^-/, '')
  const down = order !== name
  const base = name.replace(/_(low|high)$/, '')
  if (name === 'time') return down ? 'time, newest first' : 'time, oldest first'
  if (!measures.includes(base))
    return `${small(dimensionWords(name))}, ${down ? 'Z to A' : 'A to Z'}`
  const bound = name.endsWith('_low')
    ? ', lower bound'
    : name.endsWith('_high')
      ? ', upper bound'
      : ''
  return `${small(measure(base).label)}${bound}, ${down ? 'highest' : 'lowest'} first`
}

interface ChoicesProps<T extends string | number> {
  options: readonly T[]
  value: T
  name: (option: T) => string
  onChoose: (option: T) => void
}

function Choices<T extends string | number>({ options, value, name, onChoose }: ChoicesProps<T>) {
  return (
    <div className={styles.choices}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          className={styles.choice}
          aria-pressed={option === value}
          onClick={() => onChoose(option)}
        >
          {name(option)}
        </button>
      ))}
    </div>
  )
}
