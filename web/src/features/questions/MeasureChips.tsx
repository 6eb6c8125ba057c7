import { useEmpty } from '@/shared/figure'
import { measure } from '@/shared/format'
import { Definition, useGlossary } from '@/shared/glossary'
import { AddChip, Chip } from '@/shared/ui'

import styles from './builder.module.css'
import { type ChoiceGroup, NamePicker } from './NamePicker'
import type { QuestionState, Range } from './state'
import { type Change, toggled, withoutMeasure } from './changes'
import type { Vocabulary } from './vocabulary'

interface MeasureChipsProps {
  state: QuestionState
  vocabulary: Vocabulary
  onChange: Change
}

/** The measures; each opens to a range that rows must be in. */
export function MeasureChips({ state, vocabulary, onChange }: MeasureChipsProps) {
  const { measures, having } = state
  return (
    <>
      {measures.map((name) => (
        <Chip
          key={name}
          name={measure(name).label}
          value={rangeWords(name, having[name])}
          on={having[name] !== undefined}
          onRemove={() => onChange(withoutMeasure(state, name))}
        >
          {() => (
            <MeasureForm
              name={name}
              range={having[name] ?? {}}
              onRange={(range) => onChange({ having: { ...having, [name]: range } })}
            />
          )}
        </Chip>
      ))}
      <AddMeasure {...{ state, vocabulary, onChange }} />
    </>
  )
}

function AddMeasure({ state, vocabulary, onChange }: MeasureChipsProps) {
  const term = useGlossary()
  const isEmpty = useEmpty()
  const given = vocabulary.measures.filter(({ name }) => !isEmpty(name))
  const choices = given.map((one) => ({
    ...one,
    label: measure(one.name).label,
    note: plain(term(one.name)?.definition),
    refused: vocabulary.refusesMeasure(one, state.by),
  }))
  const groups: ChoiceGroup[] = [
    {
      heading: 'By first impression',
      choices: choices.filter(({ family, declared }) => family === 'EXPOSURE' && !declared),
    },
    {
      heading: 'Viewing (all plays)',
      choices: choices.filter(({ family }) => family === 'VIEWING'),
    },
    { heading: 'Custom', choices: choices.filter(({ declared }) => declared) },
  ]
  return (
    <span data-add="measure">
      <AddChip label="Measure">
        {() => (
          <NamePicker
            label="Search measures"
            groups={groups}
            chosen={state.measures}
            onToggle={(name) =>
              onChange(
                state.measures.includes(name)
                  ? withoutMeasure(state, name)
                  : { measures: toggled(state.measures, name) },
              )
            }
          />
        )}
      </AddChip>
    </span>
  )
}

/** Return a definition without code formatting. */
function plain(definition: string | undefined): string | undefined {
  return definition
    ?.replace(/`/g, '')
    .replace(/\b[a-z]+(_[a-z]+)+\b/g, (word) => word.replaceAll('_', ' '))
}

/** Return whether a measure is written in per cent. */
function isShare(name: string): boolean {
  return measure(name).kind === 'rate'
}

function rangeWords(name: string, range: Range | undefined): string {
  if (range === undefined) return ''
  const { value } = measure(name)
  const { from, to } = range
  return [from !== undefined && `from ${value(from)}`, to !== undefined && `below ${value(to)}`]
    .filter(Boolean)
    .join(' ')
}

interface MeasureFormProps {
  name: string
  range: Range
  onRange: (range: Range) => void
}

function MeasureForm({ name, range, onRange }: MeasureFormProps) {
  const term = useGlossary()(name)
  const factor = isShare(name) ? 100 : 1
  const unit = isShare(name) ? ', %' : measure(name).kind === 'seconds' ? ', seconds' : ''
  const set = (side: keyof Range) => (text: string) => {
    const figure = Number(text)
    const kept = Object.entries(range).filter(([one]) => one !== side)
    const given = text === '' || Number.isNaN(figure) ? [] : [[side, figure / factor]]
    onRange(Object.fromEntries([...kept, ...given]) as Range)
  }
  return (
    <div className={styles.form}>
      {term && (
        <p>
          <Definition term={term} />
        </p>
      )}
      <p className="small">Only rows with</p>
      <div className={styles.pair}>
        <Bound
          label={`at least${unit}`}
          figure={range.from}
          factor={factor}
          onChange={set('from')}
        />
        <Bound label={`below${unit}`} figure={range.to} factor={factor} onChange={set('to')} />
      </div>
    </div>
  )
}

interface BoundProps {
  label: string
  figure: number | undefined
  factor: number
  onChange: (text: string) => void
}

function Bound({ label, figure, factor, onChange }: BoundProps) {
  return (
    <label>
      {label}
      <input
        className={styles.input}
        type="number"
        inputMode="decimal"
        step="any"
        placeholder="any"
        defaultValue={figure === undefined ? '' : Number((figure * factor).toPrecision(10))}
        onBlur={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(event.currentTarget.value)
        }}
      />
    </label>
  )
}
