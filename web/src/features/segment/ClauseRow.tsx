import clsx from 'clsx'
import { Fragment } from 'react'
import { type Leaf, type Names, attributeName, fullName } from '@/shared/expression'
import { fewer, Figure, useSmallestCell, whyFewer } from '@/shared/figure'
import { type Check, useAudienceNames } from '@/shared/filters'
import { number, percent } from '@/shared/format'
import { Chip, IconButton } from '@/shared/ui'
import { AddClause } from './AddClause'
import styles from './ClauseRow.module.css'
import { type Clause, operatorOf } from './clauses'
import { chipOf } from './ruleWords'
import { NamedPicker, ValuePicker } from './PickList'
import { RuleEditor } from './RuleEditor'
import { useAttributes, useWatchedValues } from './choices'

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
        aria-label={`${operator}: ${not ? 'include' : 'exclude'} instead`}
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

interface LeafEditorProps {
  leaf: Leaf
  names: Names
  onDone: (leaf: Leaf) => void
}

/** Edit a part of a clause. */
function LeafEditor({ leaf, names, onDone }: LeafEditorProps) {
  switch (leaf.is) {
    case 'named':
      return <NamedPicker kind={leaf.kind} chosen={leaf.name} onPick={onDone} />
    case 'attribute':
      return <ValuePicker attribute={leaf.name} chosen={leaf.value} onPick={onDone} />
    case 'rule':
      return <RuleEditor rule={leaf} names={names} onDone={onDone} />
  }
}

/** Return why a part of a clause matches nobody, if its value does not exist; else null. */
function useMissing(leaf: Leaf): string | null {
  const audiences = useAudienceNames()
  const attributes = useAttributes()
  const genre = leaf.is === 'rule' ? leaf.given.genre : undefined
  const tag = leaf.is === 'rule' ? leaf.given.tag : undefined
  const genres = useWatchedValues('genre', genre !== undefined)
  const tags = useWatchedValues('tag', tag !== undefined)
  switch (leaf.is) {
    case 'named': {
      const known = audiences.length === 0 || audiences.some(({ name }) => name === fullName(leaf))
      return known ? null : 'This audience doesn’t exist.'
    }
    case 'attribute': {
      const known = attributes?.find(({ name }) => name === leaf.name)
      if (!known || known.more || known.values.includes(leaf.value)) return null
      return `Nobody has this ${attributeName(leaf.name)}, or too few people.`
    }
    case 'rule':
      if (genre !== undefined && genres?.includes(genre) === false) {
        return `The genre “${genre}” wasn’t watched.`
      }
      return tag !== undefined && tags?.includes(tag) === false
        ? `The tag “${tag}” wasn’t watched.`
        : null
  }
}
