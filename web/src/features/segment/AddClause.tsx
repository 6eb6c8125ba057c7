import { useEffect, useRef, useState } from 'react'
import { attributeName, type Leaf, type NamedKind, type RuleName } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'
import { AddChip } from '@/shared/ui'
import styles from './AddClause.module.css'
import { useAttributes } from './choices'
import { NamedPicker, ValuePicker } from './PickList'
import { RuleEditor } from './RuleEditor'
import { BEGUN, RULES } from './ruleWords'
import { capital } from '@/shared/format'

interface AddClauseProps {
  label: string
  onAdd: (leaf: Leaf) => void
}

/** The kind of part to add. */
type Begun =
  | { is: 'named'; kind: NamedKind }
  | { is: 'attribute'; name: string }
  | { is: 'rule'; name: RuleName }

/** Add a part: first choose its kind, then its value. */
export function AddClause({ label, onAdd }: AddClauseProps) {
  // Start over after each part, as the popover may be opened again while it closes.
  const [added, setAdded] = useState(0)
  return (
    <AddChip label={label}>
      {(close) => (
        <Steps
          key={added}
          onDone={(leaf) => {
            onAdd(leaf)
            setAdded(added + 1)
            close()
          }}
        />
      )}
    </AddChip>
  )
}

function Steps({ onDone }: { onDone: (leaf: Leaf) => void }) {
  const [begun, setBegun] = useState<Begun | null>(null)
  const step = useRef<HTMLDivElement>(null)
  const before = useRef(begun)
  // The focused element disappears with its step: focus the next one.
  useEffect(() => {
    if (before.current === begun) return
    before.current = begun
    step.current?.querySelector<HTMLElement>('input, select, button')?.focus()
  }, [begun])
  return (
    <>
      {begun && (
        <button type="button" className={styles.back} onClick={() => setBegun(null)}>
          ‹ All
        </button>
      )}
      <div ref={step}>
        {begun ? <Which begun={begun} onDone={onDone} /> : <Menu onBegin={setBegun} />}
      </div>
    </>
  )
}

const NO_NAMES = {
  audience: (name: string) => name,
  title: (id: string) => id,
  asset: (id: string) => id,
}

function Which({ begun, onDone }: { begun: Begun; onDone: (leaf: Leaf) => void }) {
  switch (begun.is) {
    case 'named':
      return <NamedPicker kind={begun.kind} onPick={onDone} />
    case 'attribute':
      return <ValuePicker attribute={begun.name} onPick={onDone} />
    case 'rule':
      return <RuleEditor rule={BEGUN[begun.name]} names={NO_NAMES} onDone={onDone} />
  }
}

const KINDS: readonly [NamedKind, string][] = [
  ['affinity', 'Taste'],
  ['segment', 'Segment'],
  ['list', 'List'],
]

/** The kinds of parts; only those with values. */
function Menu({ onBegin }: { onBegin: (begun: Begun) => void }) {
  const audiences = useAudienceNames()
  const attributes = useAttributes() ?? []
  const counts = KINDS.map(([kind, name]) => ({
    kind,
    name,
    count: audiences.filter((one) => one.name.startsWith(`${kind}:`)).length,
  }))
  return (
    <div className={styles.menu}>
      <div>
        <p className={styles.head}>Who they are</p>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ kind, name, count }) => (
            <button key={kind} type="button" onClick={() => onBegin({ is: 'named', kind })}>
              {name} <span className="sub num">{count}</span>
            </button>
          ))}
        {attributes
          .filter(({ values }) => values.length > 0)
          .map(({ name, values }) => (
            <button key={name} type="button" onClick={() => onBegin({ is: 'attribute', name })}>
              {capital(attributeName(name))} <span className="sub num">{values.length}</span>
            </button>
          ))}
      </div>
      <div>
        <p className={styles.head}>What they did</p>
        {(Object.keys(RULES) as RuleName[]).map((name) => (
          <button key={name} type="button" onClick={() => onBegin({ is: 'rule', name })}>
            {RULES[name]}
          </button>
        ))}
      </div>
    </div>
  )
}
