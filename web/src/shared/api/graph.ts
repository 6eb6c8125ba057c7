import { initGraphQLTada } from 'gql.tada'

import type { introspection } from './schema'

/** The value of a dimension or a measure in a row. */
export type Cell = string | number | boolean | null

/** A condition on a dimension in `where`. */
export type Condition =
  | Cell
  | readonly Cell[]
  | { not: readonly Cell[] }
  | { from?: string | number; to?: string | number }

/** Define a GraphQL request, typed by the schema of the service. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: {
    Date: string
    DateTime: string
    Cells: Cell[]
    Data: unknown
    Table: Cell[][]
    Named: Record<string, Cell>
    Conditions: Readonly<Record<string, Condition>>
  }
}>()

export type { ResultOf, VariablesOf } from 'gql.tada'
