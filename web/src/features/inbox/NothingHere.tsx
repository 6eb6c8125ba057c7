import { ButtonLink, Empty } from '@/shared/ui'
import { places } from '@/shared/url'

/** The inbox without anything in it: what would be there. */
export function NothingHere({ state }: { state: 'open' | 'resolved' }) {
  if (state === 'resolved') {
    return (
      <Empty fact="Nothing was resolved yet">
        What no longer holds in a new version moves here by itself, with the time at which it ended.
      </Empty>
    )
  }
  return (
    <Empty
      fact="Nothing needs attention"
      actions={<ButtonLink href={places.outliers}>See how all stand</ButtonLink>}
    >
      With each version Keyart looks for broken tests, missing events, clickbait and outliers. Each
      is said once, here and wherever <code>keyart.toml</code> sends it.
    </Empty>
  )
}
