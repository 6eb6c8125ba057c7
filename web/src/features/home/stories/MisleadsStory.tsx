import { graphql, useAsk } from '@/shared/api'
import { ErrorMessage, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'
import { type Promised, useAssets, usePromises } from '../findings'
import { Also, type Further, NothingCard, StoryCard, WaitingCard } from './StoryCard'
import { moreOrLess, thing } from './figures'
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
  const [shown, ...further] = (data?.authenticity?.found ?? []).flatMap(({ kind, standing }) =>
    kind === 'CLICKBAIT' ? [standing] : [],
  )
  const title = shown?.title ?? null
  const assets = useAssets(title)
  const others = useAsk(STANDINGS, { title: title ?? '' }, { enabled: title !== null, keep: true })
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <WaitingCard what="clickbait" />
  if (!shown) {
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
        others.data ? (
          <PromisePlot
            asset={shown.asset}
            standings={(others.data.authenticity?.standings ?? []).filter(
              ({ assetType }) => assetType === shown.assetType,
            )}
          />
        ) : (
          <Skeleton height="112px" />
        )
      }
      also={<Also lead="So is" further={further.map(furtherOf)} />}
    >
      {sentenceOf(shown)}
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

function sentenceOf({
  name,
  titleName,
  assetType,
  winning,
  keeping,
}: Promised['standing']): string {
  const won = moreOrLess(winning?.value ?? 0)
  const kept = moreOrLess(keeping?.value ?? 0, 'fewer')
  return `“${name}” of ${titleName} wins ${won} plays than the title’s other ${thing(assetType)}s, and ${kept} of those plays are finished.`
}
