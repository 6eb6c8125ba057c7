import { Link } from 'wouter'

import { calledOf } from '@/shared/expression'
import { Expression } from '@/shared/filters'
import { time } from '@/shared/format'
import { Panel } from '@/shared/ui'
import { places } from '@/shared/url'

import type { Audience } from './asking'
import { RemoveButton } from './RemoveButton'
import styles from './RulePanel.module.css'

/** The rule of a segment, what it uses, and its history. */
export function RulePanel({ audience }: { audience: Audience }) {
  const { text, note, madeOf, usedBy, history, readyMade } = audience
  return (
    <Panel
      title="Rule"
      lead={note ?? 'Evaluated whenever it’s used, so it updates with the data.'}
      actions={!readyMade && usedBy.length === 0 && <RemoveButton audience={audience} />}
    >
      <p className={styles.code}>
        <Expression text={text ?? ''} />
      </p>
      <dl className={styles.facts}>
        {madeOf.length > 0 && (
          <>
            <dt>Uses</dt>
            <dd>
              <Names names={madeOf} />
            </dd>
          </>
        )}
        <dt>Used by</dt>
        <dd>{usedBy.length > 0 ? <Names names={usedBy} /> : 'no segment'}</dd>
      </dl>
      {history.length > 0 && (
        <>
          <h3 className={styles.past}>History</h3>
          <ol className={styles.history}>
            {[...history].reverse().map((one) => (
              <li key={one.revision}>
                <span className="small sub">
                  {time(one.created)}
                  {one.owner && `, ${one.owner}`}
                  {one.note && `: ${one.note}`}
                </span>
                {one.text === null ? <span>removed</span> : <Expression text={one.text} />}
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  )
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((name, n) => (
    <span key={name}>
      {n > 0 && ', '}
      <Link href={places.audience(name)} className="link">
        {calledOf(name, null)}
      </Link>
    </span>
  ))
}
