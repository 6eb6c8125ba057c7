import type { ReactNode } from 'react'
import { valueName } from '@/shared/format'
import { sameWhere, type Filter } from '@/shared/url'
import { AddFilter } from './AddFilter'
import { AudienceChip } from './AudienceChip'
import { FilterBar } from './FilterBar'
import { type Filters, NO_FILTERS, type SetFilters, withFilter } from './filters'
import { type Choices, ValuesChip } from './ValuesChip'
import { WhenChip } from './WhenChip'

interface FilterChipsProps {
  filters: Filters
  onChange: SetFilters
  /** The values of dimensions: a title's `filterValues`. */
  choices: readonly Choices[]
  /** The time of the newest event. */
  asOf: string | null
  launchedAt?: string | null
  /** The dimensions whose chips are always shown. */
  usual?: readonly string[]
  /** More chips before and after. */
  before?: ReactNode
  after?: ReactNode
  /** Returns the name of a value, such as that of a title's id. */
  nameOf?: (dimension: string, value: string | null) => string
  /** The filters after clearing; none by default. */
  cleared?: Filters
}

const USUAL = ['country', 'device', 'phase'] as const

/** The filter bar of a page about impressions: dates, audience, and dimensions with values. */
export function FilterChips({
  filters,
  onChange,
  choices,
  asOf,
  launchedAt = null,
  usual = USUAL,
  before,
  after,
  nameOf = valueName,
  cleared = NO_FILTERS,
}: FilterChipsProps) {
  const { where, audience, since, until, tz } = filters
  const useful = choices.filter(({ count, dimension }) => count > 1 || dimension in where)
  const shown = useful.filter(({ dimension }) => usual.includes(dimension) || dimension in where)
  const further = useful.filter((one) => !shown.includes(one))
  const setOne = (dimension: string, filter: Filter | null) =>
    onChange({ where: withFilter(where, dimension, filter) })
  const timed = since !== null || until !== null
  const any = timed || audience !== '' || !sameWhere(where, cleared.where)
  return (
    <FilterBar onClear={any ? () => onChange(cleared) : undefined}>
      {before}
      <WhenChip
        filters={{ since, until, tz }}
        onChange={onChange}
        asOf={asOf}
        launchedAt={launchedAt}
      />
      {shown.map((one) => (
        <ValuesChip
          key={one.dimension}
          choices={one}
          filter={where[one.dimension]}
          nameOf={(value) => nameOf(one.dimension, value)}
          onChange={(filter) => setOne(one.dimension, filter)}
        />
      ))}
      <AudienceChip audience={audience} onChange={(text) => onChange({ audience: text })} />
      <AddFilter choices={further} nameOf={nameOf} onAdd={setOne} />
      {after}
    </FilterBar>
  )
}
