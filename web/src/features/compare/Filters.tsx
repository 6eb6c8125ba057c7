import { useEmpty } from '@/shared/figure'
import { FilterChips, useFilters } from '@/shared/filters'
import { measure } from '@/shared/format'
import { AddChip, Chip } from '@/shared/ui'

import styles from './Filters.module.css'
import { Picker } from './Picker'
import { comparable, type Compare, GUARDRAILS, MEASURES, MOST, type SetCompare } from './state'
import type { Subjects } from './subjects'

interface CompareFiltersProps {
  assets: readonly string[]
  state: Compare
  set: SetCompare
  known: Subjects
  asOf: string | null
}

/** The measure, the reference, the guardrails and the filters. */
export function CompareFilters({ assets, state, set, known, asOf }: CompareFiltersProps) {
  const [filters, setFilters] = useFilters()
  return (
    <FilterChips
      filters={filters}
      onChange={setFilters}
      choices={known.choices}
      asOf={asOf}
      launchedAt={known.titles.length === 1 ? (known.titles[0]?.launchedAt ?? null) : null}
      usual={['country']}
      before={
        <>
          <MeasureChip measure={state.measure} onChange={(measure) => set({ measure })} />
          <AgainstChip
            known={known}
            against={state.against}
            onChange={(against) => set({ against })}
          />
          <GuardrailsChip guard={state.guard} onChange={(guard) => set({ guard })} />
        </>
      }
      after={
        assets.length < MOST && (
          <AddChip label="Asset">
            {(close) => (
              <Picker
                picked={assets}
                titles={known.titles}
                onPick={(asset) => {
                  set({ assets: [...assets, asset] })
                  if (assets.length + 1 >= MOST) close()
                }}
                onTest={(test) => {
                  set({ assets: comparable(test) })
                  close()
                }}
              />
            )}
          </AddChip>
        )
      }
    />
  )
}

function MeasureChip({ measure: name, onChange }: MeasureChipProps) {
  const isEmpty = useEmpty()
  return (
    <Chip
      name="Measure"
      value={measure(name).label.toLowerCase()}
      on={name !== 'take_rate'}
      onClear={() => onChange('take_rate')}
    >
      {(close) =>
        MEASURES.filter((one) => !isEmpty(one)).map((one) => (
          <button
            key={one}
            type="button"
            className={styles.choice}
            aria-pressed={one === name}
            onClick={() => {
              onChange(one)
              close()
            }}
          >
            {measure(one).label}
          </button>
        ))
      }
    </Chip>
  )
}

interface MeasureChipProps {
  measure: Compare['measure']
  onChange: (measure: Compare['measure']) => void
}

interface AgainstChipProps {
  known: Subjects
  against: string | null
  onChange: (against: string | null) => void
}

function AgainstChip({ known, against, onChange }: AgainstChipProps) {
  const chosen = known.subjects.find(({ id }) => id === against)
  const choices = [
    { id: null, letter: '', name: 'All pairs' },
    ...known.subjects.map(({ id, letter, name }) => ({ id, letter, name })),
  ]
  return (
    <Chip
      name="Compared with"
      value={chosen ? `${chosen.letter} ${chosen.name}` : 'each other'}
      on={chosen !== undefined}
      onClear={() => onChange(null)}
    >
      {(close) =>
        choices.map(({ id, letter, name }) => (
          <button
            key={id ?? ''}
            type="button"
            className={styles.choice}
            aria-pressed={id === (chosen?.id ?? null)}
            onClick={() => {
              onChange(id)
              close()
            }}
          >
            {letter && <b>{letter}</b>} {name}
          </button>
        ))
      }
    </Chip>
  )
}

interface GuardrailsChipProps {
  guard: readonly string[]
  onChange: (guard: readonly string[]) => void
}

function GuardrailsChip({ guard, onChange }: GuardrailsChipProps) {
  const usual = guard.join() === GUARDRAILS.join()
  return (
    <Chip
      name="Guardrails"
      value={guard.length === 0 ? 'none' : guard.length}
      on={!usual}
      onClear={() => onChange(GUARDRAILS)}
    >
      {() => (
        <fieldset className={styles.guards}>
          <legend>A winner must not make these worse by 10% or more</legend>
          {GUARDRAILS.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={guard.includes(name)}
                onChange={({ target }) =>
                  onChange(
                    GUARDRAILS.filter((one) =>
                      one === name ? target.checked : guard.includes(one),
                    ),
                  )
                }
              />
              {measure(name).label}
            </label>
          ))}
        </fieldset>
      )}
    </Chip>
  )
}
