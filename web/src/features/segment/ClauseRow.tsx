import clsx from 'clsx'
import { Fragment } from 'react'

import type { Leaf, Names } from '@/shared/expression'
import { fewer, Figure, useSmallestCell, whyFewer } from '@/shared/figure'
import type { Check } from '@/shared/filters'
import { number, percent } from '@/shared/format'
import { Chip, IconButton } from '@/shared/ui'

import { AddClause } from './AddClause'
import styles from './ClauseRow.module.css'
import { type Clause, operatorOf } from './clauses'
import { LeafEditor } from './LeafEditor'
import { chipOf } from './ruleWords'
import { useMissing } from './useMissing'

interface ClauseRowProps {
  clause: Clause
  first: boolean
  /** The people left after it. */
  left: Check | null
  /** How many people the first clause leaves: bars are shares of it. */
  most: number | null
  names: Names
  onChange: (clause: Clause) => void
}

/** A clause: its operator, its parts, and the people left after it. */
export function ClauseRow({ clause, first, left, most, names, onChange }: ClauseRowProps) {
  const { not, any } = clause
  const operator = operatorOf(clause, first)
  return (
    <li className={clsx(styles.clause, not && styles.not)}>
      <button
        type="button"
        className={styles.operator}
        title={not ? 'Include instead' : 'Exclude instead'}
        aria-label={`${operator}: turn round`}
        onClick={() => onChange({ not: !not, any })}
      >
        {operator}
      </button>
      <div className={styles.parts}>
        {any.map((leaf, n) => (
          // Parts are identified by position only.
          <Fragment key={n}>
            {n > 0 && <span className={styles.or}>or</span>}
            <Part
              leaf={leaf}
              names={names}
              onChange={(one) => onChange({ not, any: any.map((old, m) => (m === n ? one : old)) })}
              onRemove={
                any.length > 1
                  ? () => onChange({ not, any: any.filter((_, m) => m !== n) })
                  : undefined
              }
            />
          </Fragment>
        ))}
        <AddClause label="or" onAdd={(leaf) => onChange({ not, any: [...any, leaf] })} />
      </div>
      <Left left={left} most={most} />
      <IconButton icon="close" label="Remove clause" onClick={() => onChange({ not, any: [] })} />
    </li>
  )
}

interface PartProps {
  leaf: Leaf
  names: Names
  onChange: (leaf: Leaf) => void
  onRemove: (() => void) | undefined
}

function Part({ leaf, names, onChange, onRemove }: PartProps) {
  const { name, value } = chipOf(leaf, names)
  const missing = useMissing(leaf)
  return (
    <Chip name={name} value={value} onRemove={onRemove} problem={missing}>
      {(close) => (
        <LeafEditor
          leaf={leaf}
          names={names}
          onDone={(next) => {
            onChange(next)
            close()
          }}
        />
      )}
    </Chip>
  )
}

/** The people left after a clause, also as a share of those after the first clause. */
function Left({ left, most }: { left: Check | null; most: number | null }) {
  const least = useSmallestCell()
  const profiles = left?.profiles ?? null
  const part = profiles === null || !most ? 0 : Math.min(1, profiles / most)
  return (
    <span className={styles.left}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${100 * part}%` }} />
      </span>
      {left?.valid === false ? (
        <span className="sub">–</span>
      ) : (
        <Figure
          size="text"
          measure="profiles left"
          value={profiles === null ? (left ? fewer(least) : '…') : number(profiles)}
          parts={
            profiles === null
              ? whyFewer(least)
              : `${percent(part)} of people matching the first clause.`
          }
        />
      )}
    </span>
  )
}
