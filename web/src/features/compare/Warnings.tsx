import { count, words } from '@/shared/format'
import { Button, Message } from '@/shared/ui'

import { comparable, type SetCompare } from './state'
import styles from './Compare.module.css'
import type { View } from './view'

interface WarningsProps {
  view: View
  set: SetCompare
  /** Whether the rates of a broken test are shown all the same. */
  anyway: boolean
  phases: readonly (string | null)[]
  several: boolean
  /** The tests of the title that all assets are of. */
  tests: readonly { name: string; assets: readonly string[] }[]
}

/** What somebody should know before they believe any figure: a bold fact, and what to do. */
export function Warnings({ view, set, anyway, phases, several, tests }: WarningsProps) {
  const { found, nameOf } = view
  const broken = found.verdict.kind === 'DONT_TRUST'
  const setAside = broken ? [] : found.allocation.slices
  const [turned] = found.reversals
  const lacking = found.arms.filter(({ progress }) => progress < 1)
  const mixed = phases.length > 1 && !found.exploreOnly
  const apart = tests.find(({ assets }) => assets.length > 1)
  const messages = [
    broken && anyway && (
      <Message
        key="anyway"
        tone="stale"
        fact="Don’t conclude anything from these rates."
        action={
          <Button small onClick={() => set({ anyway: false })}>
            Hide them again
          </Button>
        }
      >
        The people of these assets are not alike.
      </Message>
    ),
    setAside.length > 0 && (
      <Message key="aside" tone="stale" fact="The split is off in a part.">
        {setAside.map(({ dimension, value }) => `${words(dimension)} ${value ?? ''}`).join(', ')} is
        set aside; the verdict is made without it. Tell those who run the player.
      </Message>
    ),
    turned && (
      <Message key="turned" tone="stale" fact="The order turns around with the mix of people.">
        As counted, {nameOf(turned[1] ?? '')} would be ahead of {nameOf(turned[0] ?? '')}, only
        because it met other people. All figures here are evened out.
      </Message>
    ),
    mixed && (
      <Message key="phases" tone="stale" fact="Explore and Exploit are counted together.">
        What a model chose was shown to people who like such assets. Leave the filter of phases away
        to count Explore alone.
      </Message>
    ),
    several && (
      <Message key="titles" tone="hint" fact="These assets are of several titles.">
        No chance decided who saw which, so a difference may be the titles’.
      </Message>
    ),
    apart && found.test === null && (
      <Message
        key="test"
        tone="hint"
        fact="Not all of these were tested against each other."
        action={
          <Button small onClick={() => set({ assets: comparable(apart.assets) })}>
            Compare the test
          </Button>
        }
      >
        The test {apart.name} has {count(apart.assets.length, 'asset')} of this title, shown in
        shares that were intended. Others were shown to other people, at other times.
      </Message>
    ),
    lacking.length > 0 && (
      <Message
        key="few"
        tone="hint"
        fact={`${lacking.map(({ asset }) => nameOf(asset)).join(' and ')}: too little data.`}
      >
        Nothing is judged before each asset has 200 people, 100 who took it and 100 who did not.
      </Message>
    ),
  ].filter(Boolean)
  return messages.length === 0 ? null : <div className={styles.warnings}>{messages}</div>
}
