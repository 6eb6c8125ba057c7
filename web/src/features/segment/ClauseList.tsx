import type { Names } from '@/shared/expression'
import { AddClause } from './AddClause'
import { changed, type Clause, steps } from './clauses'
import styles from './ClauseList.module.css'
import { ClauseRow } from './ClauseRow'
import { Samples } from './Samples'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { type Check, checking } from '@/shared/filters'

interface ClauseListProps {
  clauses: readonly Clause[]
  names: Names
  onChange: (clauses: readonly Clause[]) => void
}

/** The clauses of a rule, each with the people left after it. */
export function ClauseList({ clauses, names, onChange }: ClauseListProps) {
  const left = useSizes(steps(clauses))
  const first = left[0]?.profiles ?? null
  return (
    <>
      {clauses.length === 0 && <Samples onTake={onChange} />}
      {clauses.length > 0 && (
        <ol className={styles.clauses}>
          {clauses.map((clause, n) => (
            <ClauseRow
              // Clauses are identified by position only.
              key={n}
              clause={clause}
              first={n === 0}
              left={left[n] ?? null}
              most={first}
              names={names}
              onChange={(one) => onChange(changed(clauses, n, one))}
            />
          ))}
        </ol>
      )}
      <div id="add-clause" className={styles.add}>
        <AddClause
          label="Clause"
          onAdd={(leaf) => onChange([...clauses, { not: false, any: [leaf] }])}
        />
      </div>
    </>
  )
}

/** Check several expressions; the previous answers stay while new ones load. */
function useSizes(texts: readonly string[]): readonly (Check | null)[] {
  const asked = useQueries({
    queries: texts.map((text) => ({ ...checking(text), placeholderData: keepPreviousData })),
  })
  return asked.map(({ data }) => data?.checkExpression ?? null)
}

/** Return an expression that matches all eligible profiles. */
export function everybody(text: string): string {
  return `(${text}) or not (${text})`
}
