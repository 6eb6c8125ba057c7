import { ButtonLink, Empty } from '@/shared/ui'
import { places } from '@/shared/url'

/** The empty inbox. */
export function NothingHere({ state }: { state: 'open' | 'resolved' }) {
  if (state === 'resolved') {
    return (
      <Empty fact="Nothing resolved yet">
        Notices move here by themselves once a new version resolves them.
      </Empty>
    )
  }
  return (
    <Empty
      fact="Nothing needs attention"
      actions={<ButtonLink href={places.outliers}>See all outliers</ButtonLink>}
    >
      Keyart checks every new version for broken tests, missing events, clickbait and outliers. You
      get one alert per issue, here and in the channels set in <code>keyart.toml</code>.
    </Empty>
  )
}
