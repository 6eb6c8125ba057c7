export { AudienceChip, Expression } from './AudienceChip'
export {
  type Check,
  type Checked,
  checking,
  meant,
  type Named,
  useAudienceNames,
  useCheck,
} from './expression'
export { ExpressionField } from './ExpressionField'
export { FilterBar } from './FilterBar'
export { FilterChips } from './FilterChips'
export {
  FILTERS,
  type Filters,
  narrowed,
  NO_FILTERS,
  type SetFilters,
  useFilters,
  withFilter,
} from './filters'
export { useKeepFilters, useUsualFilters } from './keeping'
export { shifted, spanOf } from './days'
export { type Choices, ValuesChip, ValuesList } from './ValuesChip'
export { useChoices } from './useChoices'
export { WhenChip } from './WhenChip'
export { Wrong } from './Wrong'
