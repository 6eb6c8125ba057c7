import { count } from '@/shared/format'
import { usePage } from '@/shared/page'
import {
  ButtonLink,
  Empty,
  ErrorMessage,
  Loading,
  PageHeader,
  Segmented,
  Skeleton,
  SkeletonLines,
} from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import { AsideRow } from './AsideRow'
import { DecidedRow } from './DecidedRow'
import styles from './DecisionsPage.module.css'
import { Promises } from './Promises'
import {
  answerOf,
  type Decided,
  type List,
  type Review,
  SHOWN,
  useAside,
  useRecordOf,
  useReviews,
} from './record'

/** The record of decisions. */
export default function DecisionsPage() {
  usePage('Decisions')
  const [{ list }, set] = useUrlState(SHOWN)
  const { data, error, refetch } = useRecordOf()
  const decisions = data?.decisions?.decisions
  const reviews = useReviews()
  return (
    <>
      <PageHeader
        title="Decisions"
        answer={
          decisions ? (
            joinedAnswer(decisions, reviews.sentence)
          ) : (
            <Skeleton width="42%" height="16px" />
          )
        }
        actions={<ButtonLink href={places.home}>What waits</ButtonLink>}
      />
      <div className={styles.choices}>
        <Segmented
          label="Show"
          value={list}
          onChange={(next) => set({ list: next })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'stands', label: 'Stand' },
            { value: 'replaced', label: 'Replaced' },
            { value: 'reversed', label: 'Reversed' },
            { value: 'aside', label: 'Dismissed or put off' },
          ]}
        />
      </div>
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!decisions && !error && <Waiting />}
      {decisions && reviews.whole && list !== 'aside' && (
        <Promises whole={reviews.whole} decisions={decisions} />
      )}
      {list === 'aside' ? (
        <SetAsides />
      ) : (
        decisions && (
          <Decideds
            decisions={decisions.filter((one) => isIn(one, list))}
            list={list}
            reviews={reviews.byDecision}
          />
        )
      )}
    </>
  )
}

function isIn({ state }: Decided, list: List): boolean {
  return list === 'all' || state.toLowerCase() === list
}

/** What the record says, and what all of it came to. */
function joinedAnswer(decisions: readonly Decided[], sentence: string | undefined): string {
  return sentence ? `${sentence} ${answerOf(decisions)}` : answerOf(decisions)
}

interface DecidedsProps {
  decisions: readonly Decided[]
  list: List
  reviews: ReadonlyMap<number, Review>
}

function Decideds({ decisions, list, reviews }: DecidedsProps) {
  if (decisions.length === 0) {
    return list === 'all' ? (
      <Empty
        fact="No decisions yet"
        actions={<ButtonLink href={places.home}>See what waits for one</ButtonLink>}
      >
        Decide on Home, or hand a policy over from a title’s <i>Show to whom</i>. Each decision is
        kept here with what was known then.
      </Empty>
    ) : (
      <Empty fact="None of these">No decision is in this state.</Empty>
    )
  }
  return (
    <ul className={styles.list}>
      {decisions.map((decided) => (
        <DecidedRow key={decided.id} decided={decided} review={reviews.get(decided.id)} />
      ))}
    </ul>
  )
}

/** What was dismissed or put off. */
function SetAsides() {
  const { entries, error, refetch } = useAside(true)
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!entries) return <Waiting />
  if (entries.length === 0) {
    return (
      <Empty fact="Nothing dismissed or put off">
        What is dismissed on Home is listed here, and can be brought back.
      </Empty>
    )
  }
  return (
    <>
      <p className="sub">{count(entries.length, 'entry', 'entries')} off the list on Home.</p>
      <ul className={styles.list}>
        {entries.map((aside) => (
          <AsideRow key={aside.key} aside={aside} />
        ))}
      </ul>
    </>
  )
}

function Waiting() {
  return (
    <div className={styles.list}>
      <Loading what="decisions" />
      <SkeletonLines lines={9} />
    </div>
  )
}
