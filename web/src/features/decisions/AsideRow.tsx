import { Refused, useSetAside } from '@/shared/decisions'
import { day } from '@/shared/format'
import { Button } from '@/shared/ui'

import styles from './DecisionsPage.module.css'
import type { Aside } from './record'

/** Something dismissed or put off, which can be brought back. */
export function AsideRow({ aside }: { aside: Aside }) {
  const { key, heading, titleName, setAside } = aside
  const { mutate, isPending, error } = useSetAside()
  const { because, until, by, made } = setAside
  return (
    <li className={styles.aside}>
      <div>
        <h2>{heading}</h2>
        <p className={styles.small}>
          <bdi>{titleName}</bdi>
          <span>
            {day(made)}
            {by && `, ${by}`}
          </span>
        </p>
        <p className={styles.because}>
          {because ?? `Put off${until ? ` until ${day(until)}` : ''}.`}
        </p>
        {error && <Refused error={error} />}
      </div>
      <Button
        small
        disabled={isPending}
        aria-label={`Bring back: ${heading}`}
        onClick={() => mutate({ ask: { pending: key } })}
      >
        Bring back
      </Button>
    </li>
  )
}
