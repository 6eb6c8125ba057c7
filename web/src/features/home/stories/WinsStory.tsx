import { useTitleAssets } from '@/shared/media'
import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { percent, points, words } from '@/shared/format'
import { ErrorMessage } from '@/shared/ui'
import { places } from '@/shared/url'
import { type Favourite, useFavourites } from '../findings'
import { Also, type Further, NothingCard, StoryCard, WaitingCard } from './StoryCard'
import { margin, scaleOf, thing } from './figures'
import styles from './Stories.module.css'

const MOST_BARS = 3

/** An asset that wins with an audience. */
export function WinsStory() {
  const { data, error, refetch } = useFavourites()
  const [shown, ...others] = data?.favourites?.found ?? []
  const assets = useTitleAssets(shown?.title ?? null)
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <WaitingCard what="favourites" />
  if (!shown) {
    return (
      <NothingCard title="No audience has a favourite yet" icon="wait">
        An asset appears here once one audience clearly prefers it.
      </NothingCard>
    )
  }
  const { name, titleName, audienceName, assetType, difference } = shown
  return (
    <StoryCard
      title={`This ${thing(assetType)} wins for ${audienceName}`}
      href={places.title(shown.title, shown.asset)}
      asset={assets.get(shown.asset)}
      pencil="ring"
      chart={<Rates favourite={shown} />}
      also={<Also lead="Also for" further={elsewhere(shown, others).map(furtherOf)} />}
    >
      “{name}” of {titleName} gets {points(difference).replace('+', '')} points more take rate with
      them than {rivalOf(shown)} ({margin(shown)}).
    </StoryCard>
  )
}

/** The first finding of each other audience. */
function elsewhere(shown: Favourite, others: readonly Favourite[]): readonly Favourite[] {
  const told = new Set([shown.audience])
  return others.filter(({ audience }) => !told.has(audience) && told.add(audience))
}

function furtherOf({ asset, name, title, audience, audienceName }: Favourite): Further {
  return {
    key: `${asset} ${audience}`,
    name: audienceName,
    label: `“${name}” wins for ${audienceName}`,
    href: places.title(title, asset),
  }
}

function rivalOf({ asset, usual, usualName, rates }: Favourite): string {
  if (usual !== asset) return `“${usualName}”, which leads with everybody else`
  return `“${rates[1]?.name ?? 'the next'}”, the runner-up`
}

function Rates({ favourite: { rates, audienceName, assetType } }: { favourite: Favourite }) {
  const shown = rates.slice(0, MOST_BARS).map(({ rate, low, high, ...one }) => {
    return { ...one, estimate: { value: rate, low, high } }
  })
  const domain = scaleOf(shown.map(({ estimate }) => estimate))
  return (
    <dl className={styles.bars}>
      {shown.map(({ asset, name, estimate }, n) => (
        <div key={asset} data-first={n === 0 || undefined}>
          <dt>{name}</dt>
          <dd>
            <IntervalBar
              name={`Take rate of the ${thing(assetType)} ${words(name)} with ${audienceName}`}
              unit="rate"
              estimate={estimate}
              domain={domain}
              tone={n === 0 ? 'win' : undefined}
            />
          </dd>
          <dd className={styles.value}>{percent(estimate.value)}</dd>
        </div>
      ))}
    </dl>
  )
}
