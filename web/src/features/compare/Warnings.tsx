import { count, listed, words } from '@/shared/format'
import { Button, Message } from '@/shared/ui'
import { comparable, type SetCompare } from './state'
import styles from './Compare.module.css'
import type { View } from './view'

interface WarningsProps {
  view: View
  set: SetCompare
  /** Whether the rates of a broken test are shown anyway. */
  anyway: boolean
  phases: readonly (string | null)[]
  several: boolean
  /** The tests of the title, if all assets have the same one. */
  tests: readonly { name: string; assets: readonly string[] }[]
}

/** The warnings before any figure: a fact, and what to do. */
export function Warnings({ view, set, anyway, phases, several, tests }: WarningsProps) {
  const { comparison, nameOf } = view
  const broken = comparison.verdict.kind === 'DONT_TRUST'
  const setAside = broken ? [] : comparison.allocation.slices
  const [turned] = comparison.reversals
  const lacking = comparison.arms.filter(({ needsData }) => needsData)
  const mixed = phases.length > 1 && !comparison.exploreOnly
  const apart = tests.find(({ assets }) => assets.length > 1)
  const messages = [
    broken && anyway && (
      <Message
        key="anyway"
        tone="stale"
        fact="Don’t draw conclusions from these rates."
        action={
          <Button small onClick={() => set({ anyway: false })}>
            Hide rates
          </Button>
        }
      >
        The groups aren’t comparable.
      </Message>
    ),
    setAside.length > 0 && (
      <Message key="aside" tone="stale" fact="Part of the traffic isn’t split as planned.">
        {setAside.map(({ dimension, value }) => `${words(dimension)} ${value ?? ''}`).join(', ')} is
        excluded from the verdict. Report it to the team that runs the player.
      </Message>
    ),
    turned && (
      <Message key="turned" tone="stale" fact="The mix of people changes the order.">
        Unadjusted, {nameOf(turned[1] ?? '')} would be ahead of {nameOf(turned[0] ?? '')}, only
        because different people saw it. All figures here are adjusted.
      </Message>
    ),
    mixed && (
      <Message key="phases" tone="stale" fact="Explore and Exploit are counted together.">
        A model shows assets to people likely to watch, so those rates aren’t comparable. Remove the
        phase filter to count Explore only.
      </Message>
    ),
    several && (
      <Message key="titles" tone="hint" fact="These assets belong to several titles.">
        They weren’t shown at random, so a difference may come from the titles.
      </Message>
    ),
    apart && comparison.test === null && (
      <Message
        key="test"
        tone="hint"
        fact="Not all of these are in the same test."
        action={
          <Button small onClick={() => set({ assets: comparable(apart.assets) })}>
            Compare the whole test
          </Button>
        }
      >
        The test {apart.name} has {count(apart.assets.length, 'asset')} of this title, with a
        planned split. Other assets were shown to other people, at other times.
      </Message>
    ),
    lacking.length > 0 && (
      <Message
        key="few"
        tone="hint"
        fact={`${listed(lacking.map(({ asset }) => nameOf(asset)))}: not enough data.`}
      >
        A verdict needs 200 people per asset: 100 who watched and 100 who didn’t.
      </Message>
    ),
  ].filter(Boolean)
  return messages.length === 0 ? null : <div className={styles.warnings}>{messages}</div>
}

/** Shown instead of the rates of a broken test. */
export function RatesHidden({ set }: { set: SetCompare }) {
  return (
    <Message
      tone="stale"
      fact="Rates are hidden: they’d be misleading."
      action={
        <Button small onClick={() => set({ anyway: true })}>
          Show anyway
        </Button>
      }
    >
      The missing viewers behave differently, so the groups aren’t comparable.
    </Message>
  )
}

/** Shown instead of all figures where too few people saw an asset. */
export function TooFew({ clips }: { clips: boolean }) {
  return (
    <Message tone="hint" fact="Too few people to show, to protect their privacy.">
      Widen the dates, the audience or the filters, or remove the asset that few people saw.
      {clips && ' Clips are often chosen by a model: try the filter Phase exploit.'}
    </Message>
  )
}
