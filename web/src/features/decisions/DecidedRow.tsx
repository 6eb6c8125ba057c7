import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import { ReasonForm, Refused, useReverse } from '@/shared/decisions'
import { day } from '@/shared/format'
import { Thumb, useTitleAssets } from '@/shared/media'
import { Badge, Button } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './DecisionsPage.module.css'
import { CAME, type Decided, pictureOf, promisedOf, type Review } from './record'

const WIDTH = 36

interface DecidedRowProps {
  decided: Decided
  /** What came of it. */
  review: Review | undefined
}

/** A decision on record: what, why, by whom, what it was to gain, and whether it stands. */
export function DecidedRow({ decided, review }: DecidedRowProps) {
  const { id, kind, title, titleName, heading, because, by, made, until, state } = decided
  const assets = useTitleAssets(title)
  const promised = promisedOf(decided)
  const picture = assets.get(pictureOf(decided) ?? '')
  const href = title && (kind === 'POLICY' ? places.whom(title) : places.title(title))
  return (
    <li className={styles.row} data-state={state.toLowerCase()}>
      <span className={styles.picture}>
        {picture && <Thumb asset={picture} width={WIDTH} ratio="2/3" />}
      </span>
      <div>
        <h2>{href ? <Link href={href}>{heading}</Link> : heading}</h2>
        <p className={styles.small}>
          {titleName && <bdi>{titleName}</bdi>}
          <span>
            {day(made)}
            {by && `, ${by}`}
          </span>
          <span>No. {id}</span>
        </p>
        <p className={styles.because}>{because}</p>
        {review?.actual && <p className={styles.because}>{review.sentence}</p>}
      </div>
      <p className={styles.small}>
        {promised?.words}
        {promised?.bounds && <b>{promised.bounds}</b>}
        {review && <Came state={review.state} />}
      </p>
      <div className={styles.state}>
        <State decided={decided} />
        {state === 'STANDS' && <p className={styles.small}>Review it by {day(until)}</p>}
        {state !== 'REVERSED' && <Reverse id={id} heading={heading} />}
      </div>
    </li>
  )
}

function Came({ state }: Pick<Review, 'state'>) {
  const [kind, words] = CAME[state]
  return <Badge kind={kind}>{words}</Badge>
}

function State({
  decided: { state, reversed, reversedBecause, reversedBy },
}: {
  decided: Decided
}) {
  if (state === 'STANDS') return <Badge kind="held">Stands</Badge>
  if (state === 'REPLACED') return <Badge kind="no_difference">Replaced</Badge>
  return (
    <>
      <Badge kind="failed">Reversed</Badge>
      <p className={styles.small}>
        {reversed && day(reversed)}
        {reversedBy && `, ${reversedBy}`}: “{reversedBecause}”
      </p>
    </>
  )
}

/** Reverses a decision, with a reason. */
function Reverse({ id, heading }: { id: number; heading: string }) {
  const [opened, setOpened] = useState(false)
  const { mutate, isPending, error } = useReverse()
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          small
          variant="quiet"
          aria-label={`Reverse: ${heading}`}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          Reverse
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={`Reverse: ${heading}`}>
        <div className={styles.ask}>
          <ReasonForm
            label="Why reverse it?"
            placeholder="Legal objects to this artwork"
            action="Reverse the decision"
            pending={isPending}
            problem={error && <Refused error={error} />}
            onCancel={() => setOpened(false)}
            onSend={({ because, by }) => mutate({ ask: { decision: id, because, by } })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
