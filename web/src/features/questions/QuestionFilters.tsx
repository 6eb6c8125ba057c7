import { type ReactNode, useState } from 'react'
import {
  AudienceChip,
  FilterBar,
  type Filters,
  NO_FILTERS,
  type SetFilters,
  ValuesChip,
  ValuesList,
  WhenChip,
  withFilter,
} from '@/shared/filters'
import { AddChip, SkeletonLines } from '@/shared/ui'
import type { Filter } from '@/shared/url'
import type { Blame } from './blame'
import styles from './builder.module.css'
import { dimensionGroups } from './DimensionChips'
import { NamePicker } from './NamePicker'
import { dimensionWords } from './names'
import { useValues, type Vocabulary } from './vocabulary'

interface QuestionFiltersProps {
  filters: Filters
  onChange: SetFilters
  measures: readonly string[]
  vocabulary: Vocabulary
  /** The time of the newest event. */
  asOf: string | null
  /** What is wrong with a name in the question. */
  blame: Blame | null
}

/** The filters of a question: any dimension, an audience, dates. */
export function QuestionFilters(props: QuestionFiltersProps) {
  const { filters, onChange, measures, vocabulary, asOf, blame } = props
  const { where, audience, since, until, tz } = filters
  const setOne = (dimension: string, filter: Filter | null) =>
    onChange({ where: withFilter(where, dimension, filter) })
  const any = Object.keys(where).length > 0 || audience !== '' || since !== null || until !== null
  return (
    <FilterBar onClear={any ? () => onChange(NO_FILTERS) : undefined}>
      <WhenChip filters={{ since, until, tz }} onChange={onChange} asOf={asOf} />
      {Object.entries(where).map(([dimension, filter]) => (
        <DimensionFilter
          key={dimension}
          dimension={dimension}
          filter={filter}
          vocabulary={vocabulary}
          onChange={(next) => setOne(dimension, next)}
          problem={
            blame?.word === dimension && (
              <Problem
                blame={blame}
                onTake={(name) => onChange({ where: renamed(where, dimension, name) })}
              />
            )
          }
        />
      ))}
      <AudienceChip audience={audience} onChange={(text) => onChange({ audience: text })} />
      <AddDimensionFilter {...{ measures, vocabulary, where }} onAdd={setOne} />
    </FilterBar>
  )
}

interface DimensionFilterProps {
  dimension: string
  filter: Filter
  vocabulary: Vocabulary
  onChange: (filter: Filter | null) => void
  problem?: ReactNode
}

interface ProblemProps {
  blame: Blame
  onTake: (dimension: string) => void
}

function Problem({ blame: { message, meant }, onTake }: ProblemProps) {
  return (
    <span className={styles.takes}>
      {message}
      {meant.map((name) => (
        <button key={name} type="button" className="link" onClick={() => onTake(name)}>
          Use “{dimensionWords(name)}”
        </button>
      ))}
    </span>
  )
}

/** Return filters with a dimension replaced by another. */
function renamed(where: Filters['where'], from: string, to: string): Filters['where'] {
  const entries = Object.entries(where).map(([name, filter]) => [name === from ? to : name, filter])
  return Object.fromEntries(entries) as Filters['where']
}

function DimensionFilter(props: DimensionFilterProps) {
  const { dimension, filter, vocabulary, onChange, problem } = props
  const { values, nameOf } = useValues(dimension, vocabulary)
  return (
    <ValuesChip
      choices={{
        dimension: dimensionWords(dimension),
        values: values ?? [],
        count: values?.length ?? 0,
      }}
      filter={filter}
      nameOf={nameOf}
      onChange={onChange}
      problem={problem}
    />
  )
}

interface AddDimensionFilterProps {
  measures: readonly string[]
  vocabulary: Vocabulary
  where: Filters['where']
  onAdd: (dimension: string, filter: Filter | null) => void
}

function AddDimensionFilter({ measures, vocabulary, where, onAdd }: AddDimensionFilterProps) {
  const [dimension, setDimension] = useState<string | null>(null)
  const groups = dimensionGroups(vocabulary, measures)
    .map((group) => ({
      ...group,
      choices: group.choices.filter(
        ({ name }) =>
          !(name in where) && !name.startsWith('audience') && isListed(name, vocabulary),
      ),
    }))
    .filter(({ choices }) => choices.length > 0)
  return (
    <AddChip label="Filter">
      {(close) =>
        dimension === null ? (
          <NamePicker
            label="Filter by"
            groups={groups}
            chosen={[]}
            onToggle={(name) => setDimension(name)}
          />
        ) : (
          <Values
            dimension={dimension}
            vocabulary={vocabulary}
            onChange={(filter) => {
              onAdd(dimension, filter)
              setDimension(null)
              close()
            }}
          />
        )
      }
    </AddChip>
  )
}

/** Return whether the values of a dimension are chosen from a list: times and numbers are not. */
function isListed(name: string, vocabulary: Vocabulary): boolean {
  const type = vocabulary.dimension(name)?.type
  return type !== 'TIME' && type !== 'NUMBER'
}

function Values({
  dimension,
  vocabulary,
  onChange,
}: Omit<DimensionFilterProps, 'filter' | 'problem'>) {
  const { values, nameOf } = useValues(dimension, vocabulary)
  if (values === null) return <SkeletonLines lines={4} />
  return (
    <ValuesList
      choices={{ dimension: dimensionWords(dimension), values, count: values.length }}
      filter={undefined}
      nameOf={nameOf}
      onChange={onChange}
    />
  )
}
