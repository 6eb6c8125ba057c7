import { graphql, type ResultOf, useAsk, useLive, useReachable } from '@/shared/api'
import { ago, compact, count, number, percent, time } from '@/shared/format'
import { ButtonLink, ErrorMessage, Loading, Message, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './Freshness.module.css'

export const HEALTH = graphql(`
  query HomeHealth {
    dataHealth {
      version
      published
      titles
      assets
      measures
      quarantined
      meta {
        asOf
        completeUntil
        audiencesVersion
      }
      feed {
        version
        isNewest
        problem
      }
    }
    batches(first: 1) {
      totalCount
      edges {
        node {
          created
        }
      }
    }
  }
`)

/** What the store holds, and how fresh it is. */
export function Freshness() {
  const { data, error, refetch } = useAsk(HEALTH, {})
  const { state } = useLive()
  const reachable = useReachable()
  const health = data?.dataHealth
  return (
    <Panel
      title="Freshness"
      lead={health && `Version ${number(health.version)}, published ${ago(health.published)}.`}
      actions={
        <ButtonLink small href={places.health}>
          Data health
        </ButtonLink>
      }
      foot={health && <Foot health={health} />}
    >
      {state === 'lost' && reachable && health && (
        <Message tone="stale" fact="Live updates are paused.">
          Figures are as of version {number(health.version)}.
        </Message>
      )}
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <>
          <Loading what="freshness" />
          <SkeletonLines lines={5} />
        </>
      )}
      {data && <Holdings data={data} />}
    </Panel>
  )
}

type Health = ResultOf<typeof HEALTH>

function Holdings({ data: { dataHealth, batches } }: { data: Health }) {
  const { measures, meta, titles, assets } = dataHealth
  const asOf = time(meta.asOf)
  const loaded = ago(batches.edges[0]?.node.created ?? null)
  const rows: readonly [string, string, string][] = [
    ['Impressions', figure(measures.impressions), asOf],
    ['Plays', figure(measures.starts), asOf],
    ['Profiles', figure(measures.active_profiles), asOf],
    ['Titles and assets', `${number(titles)} and ${number(assets)}`, loaded],
    ['Audiences', meta.audiencesVersion ? `model ${meta.audiencesVersion}` : 'none yet', ''],
  ]
  return (
    <table className={styles.table}>
      <caption className="vh">What the store holds</caption>
      <thead>
        <tr>
          <th scope="col">Data</th>
          <th scope="col">Total</th>
          <th scope="col">Up to</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, held, fresh]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{held}</td>
            <td>{fresh}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function figure(value: unknown): string {
  return typeof value === 'number' ? compact(value) : 'not shown'
}

function Foot({ health: { meta, measures, quarantined, feed } }: { health: Health['dataHealth'] }) {
  const held = Object.values(quarantined).reduce<number>(
    (sum, rows) => sum + (typeof rows === 'number' ? rows : 0),
    0,
  )
  const [shown, started] = [measures.impressions, measures.starts]
  const all = typeof shown === 'number' && typeof started === 'number' ? shown + started + held : 0
  return (
    <>
      {meta.completeUntil && (
        <span>Complete until {time(meta.completeUntil)}; later plays may still arrive</span>
      )}
      <span>
        {count(held, 'row')} in quarantine{all > 0 && ` (${percent(held / all, 2)})`}
      </span>
      {feed && !feed.isNewest && <span>The feed is still at version {number(feed.version)}</span>}
    </>
  )
}
