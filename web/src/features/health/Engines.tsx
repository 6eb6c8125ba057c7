import { useAsk } from '@/shared/api'
import { ago, number, time } from '@/shared/format'
import { Button, ErrorMessage, Message, Panel, SkeletonLines } from '@/shared/ui'

import { CHECKED, type Health } from './asked'
import { differences, MEASURES } from './checking'
import { SideBySide } from './SideBySide'
import styles from './Engines.module.css'

interface EnginesProps {
  health: Health
  /** Whether engines are asked side by side. */
  check: boolean
  onCheck: () => void
}

/** Who answers, from which feed, and whether all say the same. */
export function Engines({ health, check, onCheck }: EnginesProps) {
  const { feed, version, meta } = health
  return (
    <Panel
      id="engines"
      title="Engines and feed"
      lead="The feed holds what is asked most; an engine answers the rest."
    >
      <dl className={styles.facts}>
        <Fact name="Store">
          version {number(version)}, published {ago(health.published)}
        </Fact>
        <Fact name="Files">
          {health.verified
            ? `compared with their checksums ${ago(health.verified)}: ${damage(health)}`
            : 'not compared with their checksums yet'}
        </Fact>
        <Fact name="Feed">
          {feed
            ? `of version ${number(feed.version)}, made ${ago(feed.created)} (${time(feed.created)})`
            : 'none yet; the engine answers everything'}
        </Fact>
        <Fact name="This page">
          answered by {meta.answeredBy === 'feed' ? 'the feed' : meta.answeredBy} in{' '}
          {number(meta.ms, meta.ms < 10 ? 1 : 0)} ms
        </Fact>
      </dl>
      {check ? (
        <Checked />
      ) : (
        <>
          <p className={styles.why}>
            Two engines that share no code give the same figures, or one of them is wrong.
          </p>
          <Button icon="split" onClick={onCheck}>
            Ask both now
          </Button>
        </>
      )}
    </Panel>
  )
}

/** What came of comparing all files with their checksums. */
function damage({ warnings }: Health): string {
  const damaged = warnings.filter((warning) => warning.startsWith('Damaged:')).length
  return damaged === 0 ? 'all are sound' : `${number(damaged)} damaged`
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The same question to whoever answers usually, and to both engines. */
function Checked() {
  const usual = useAsk(CHECKED, { ask: { measures: [...MEASURES] } })
  const native = useAsk(CHECKED, { ask: { measures: [...MEASURES], engine: 'native' } })
  const duckdb = useAsk(CHECKED, { ask: { measures: [...MEASURES], engine: 'duckdb' } })
  const error = usual.error ?? native.error ?? duckdb.error
  if (error) return <ErrorMessage error={error} />
  if (!usual.data || !native.data || !duckdb.data) return <SkeletonLines lines={6} />
  const answers = [usual.data.question, native.data.question, duckdb.data.question]
  const off = differences(answers)
  return (
    <div className={styles.checked}>
      {off.length === 0 ? (
        <Message tone="done" fact="All say the same.">
          To the last play and person.
        </Message>
      ) : (
        <Message tone="error" fact={`They do not agree on ${off.join(', ')}.`}>
          Trust none of these figures; run <code className="mono">keyart check</code> and tell
          whoever keeps the store.
        </Message>
      )}
      <SideBySide answers={answers} />
    </div>
  )
}
