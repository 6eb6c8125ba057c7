import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'

import { graphql, useAsk, useLive, useReachable } from '@/shared/api'
import { ago, clock, number, time } from '@/shared/format'

import styles from './Freshness.module.css'

const FRESH = graphql(`
  query Freshness {
    dataHealth {
      version
      published
      meta {
        asOf
        completeUntil
      }
    }
  }
`)

/** How long "Updated just now" stays, in ms. */
const QUIETLY = 6000

/** Return whether the last change was a moment ago. */
function useJustNow(changed: number | null): boolean {
  const [past, setPast] = useState<number | null>(null)
  useEffect(() => {
    if (changed === null) return
    const timer = setTimeout(() => setPast(changed), QUIETLY)
    return () => clearTimeout(timer)
  }, [changed])
  return changed !== null && past !== changed
}

/** The connection, and how recent the data is. */
export function Freshness() {
  const live = useLive()
  const reachable = useReachable()
  const { data } = useAsk(FRESH, {})
  const justNow = useJustNow(live.changed)
  if (!data) return <span className={styles.fresh} />
  const { meta, version } = data.dataHealth
  const published = live.published ?? data.dataHealth.published
  const lost = !reachable || live.state === 'lost'
  const state = reachable ? (lost ? 'Not live' : 'Live') : 'Offline'
  const about = `Version ${number(version)}, published ${ago(published)}. All plays until ${time(meta.completeUntil)} are in; later ones may still arrive.`
  return (
    <Tooltip label={about} maw={320}>
      <span className={styles.fresh} role="status" data-stale={lost || undefined}>
        <span className={styles.pulse} />
        {justNow ? (
          'Updated just now'
        ) : (
          <>
            {state} · data to {sameDay(meta.asOf)}
            <span className={styles.opt}> · complete until {time(meta.completeUntil)}</span>
          </>
        )}
      </span>
    </Tooltip>
  )
}

/** Return the time of an instant, with its day unless that is today. */
function sameDay(instant: string | null): string {
  const today = instant !== null && new Date(instant).toDateString() === new Date().toDateString()
  return today ? clock(instant) : time(instant)
}
