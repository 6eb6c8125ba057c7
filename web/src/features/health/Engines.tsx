import { useAsk } from '@/shared/api'
import { ago, number, time } from '@/shared/format'
import { Button, ErrorMessage, Message, Panel, SkeletonLines } from '@/shared/ui'

import { CHECKED, type Health } from './asked'
import { differences, MEASURES } from './checking'
import { SideBySide } from './SideBySide'
import styles from './Engines.module.css'

interface EnginesProps {
  health: Health
  /** Whether to compare the engines. */
  check: boolean
  onCheck: () => void
}

/** The engines and the feed, and whether they agree. */
export function Engines({ health, check, onCheck }: EnginesProps) {
  const { feed, version, meta } = health
  return (
    <Panel
      id="engines"
      title="Engines and feed"
      lead="The feed has the most frequent answers precomputed; an engine answers the rest."
    >
      <dl className={styles.facts}>
        <Fact name="Store">
          version {number(version)}, published {ago(health.published)}
        </Fact>
        <Fact name="Files">
          {health.verified
            ? `checksums verified ${ago(health.verified)}: ${damage(health)}`
            : 'checksums not verified yet'}
        </Fact>
        <Fact name="Feed">
          {feed
            ? `version ${number(feed.version)}, built ${ago(feed.created)} (${time(feed.created)})`
            : 'none yet; an engine answers everything'}
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
          <p className={styles.why}>Two engines that share no code must give the same figures.</p>
          <Button icon="split" onClick={onCheck}>
            Ask both now
          </Button>
        </>
      )}
    </Panel>
  )
}

/** Return the result of verifying checksums. */
function damage({ warnings }: Health): string {
  const damaged = warnings.filter((warning) => warning.startsWith('Damaged:')).length
  return damaged === 0 ? 'all intact' : `${number(damaged)} damaged`
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The same question to the default engine or feed, and to both engines. */
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
        <Message tone="done" fact="Both engines and the feed agree.">
          All figures match exactly.
        </Message>
      ) : (
        <Message tone="error" fact={`The engines disagree on ${off.join(', ')}.`}>
          Don’t trust these figures. Run <code className="mono">keyart check</code> and contact the
          store’s administrator.
        </Message>
      )}
      <SideBySide answers={answers} />
    </div>
  )
}
