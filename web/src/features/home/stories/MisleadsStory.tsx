import { useTitleAssets } from '@/shared/media'
import { graphql, useAsk } from '@/shared/api'
import { withoutHeadline } from '@/shared/format'
import { ErrorMessage, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'
import { type Promised, usePromises } from '../findings'
import { Also, type Further, NothingCard, StoryCard, WaitingCard } from './StoryCard'
import { PromisePlot } from './PromisePlot'

const STANDINGS = graphql(`
  query HomeStandings($title: String!) {
    authenticity(ask: { title: $title }) {
      standings {
        asset
        name
        assetType
        winning {
          value
        }
        keeping {
          value
        }
      }
    }
  }
`)

/** An asset that is clickbait, if there is one. */
export function MisleadsStory() {
  const { data, error, refetch } = usePromises()
  const [first, ...others] = (data?.authenticity?.found ?? []).filter(
    ({ kind }) => kind === 'CLICKBAIT',
  )
  const shown = first?.standing
  const title = shown?.title ?? null
  const assets = useTitleAssets(title)
  const standings = useAsk(
    STANDINGS,
    { title: title ?? '' },
    { enabled: title !== null, keep: true },
  )
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <WaitingCard what="clickbait" />
  if (!first || !shown) {
    return (
      <NothingCard title="No clickbait">
        No asset with enough data wins plays and then loses those viewers.
      </NothingCard>
    )
  }
  return (
    <StoryCard
      title="This one is clickbait"
      href={hrefOf(shown)}
      asset={assets.get(shown.asset)}
      pencil="cross"
      chart={
        standings.data ? (
          <PromisePlot
            asset={shown.asset}
            standings={(standings.data.authenticity?.standings ?? []).filter(
              ({ assetType }) => assetType === shown.assetType,
            )}
          />
        ) : (
          <Skeleton height="112px" />
        )
      }
      also={<Also lead="So is" further={others.map(({ standing }) => furtherOf(standing))} />}
    >
      {sentenceOf(first)}
    </StoryCard>
  )
}

function hrefOf({ title, asset }: Promised['standing']): string {
  return title === null ? places.outliers : places.title(title, asset)
}

function furtherOf(standing: Promised['standing']): Further {
  const { asset, name, titleName } = standing
  const of = `“${name}” of ${titleName}`
  return { key: asset, name: of, label: `${of} is clickbait`, href: hrefOf(standing) }
}

/** Say what the title's page and the notice say, with the same figures. */
function sentenceOf({ sentence, standing: { name, titleName } }: Promised): string {
  return `“${name}” of “${titleName}”: ${withoutHeadline(sentence)}`
}
