import { initGraphQLTada } from 'gql.tada'

import type { introspection } from './schema'

/** A value of a cell: what a dimension or a measure of one row may be. */
export type Cell = string | number | boolean | null

/** A condition on a dimension, as `where` takes it. */
export type Condition =
  | Cell
  | readonly Cell[]
  | { not: readonly Cell[] }
  | { from?: string | number; to?: string | number }

/** Writes requests whose variables and answers are typed from the service's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: {
    Date: string
    DateTime: string
    Cells: Cell[]
    Table: Cell[][]
    Named: Record<string, Cell>
    Conditions: Readonly<Record<string, Condition>>
  }
}>()

export { readFragment } from 'gql.tada'
export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada'
