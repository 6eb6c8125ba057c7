import { Link } from 'wouter'

import { useKeepFilters } from '@/shared/filters/keeping'
import { SHOWN, type Shown, Thumb } from '@/shared/media'
import { badgeOf } from '@/shared/notices'
import { usePage } from '@/shared/page'
import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { Badge, ErrorMessage, PageHeader, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import { Picker } from './Picker'
import styles from './Start.module.css'
import { comparable, MOST, type SetCompare } from './state'
import { useSubjects } from './subjects'

const SUGGESTED = graphql(
  `
    query SuggestedComparisons {
      notices(first: 100, state: OPEN) {
        edges {
          node {
            id
            kind
            direction
            assetId
            what
            title {
              titleId
              name
              tests {
                name
                assets
              }
              assets(first: 100, assetType: "artwork") {
                edges {
                  node {
                    ...Shown
                  }
                }
              }
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

type Notice = ResultOf<typeof SUGGESTED>['notices']['edges'][number]['node']

/** The page before two assets are chosen: a search, and tests worth comparing. */
export function Start({ picked, set }: { picked: readonly string[]; set: SetCompare }) {
  usePage('Compare')
  const known = useSubjects(picked)
  const [first] = known.subjects
  return (
    <>
      <PageHeader
        title="Compare"
        answer={
          first ? (
            <>
              <b>{first.name}</b> is selected. Add another to see which wins, with whom, and whether
              the difference is real.
            </>
          ) : (
            `Choose 2 to ${MOST} assets to see which wins, with whom, and whether the difference is real.`
          )
        }
      />
      <div className={styles.start}>
        <Panel title={first ? 'Choose another asset' : 'Choose assets'}>
          {first && (
            <p className={styles.picked}>
              <Thumb asset={first.shown} width={30} ratio="2/3" />
              <span>
                {first.shown.name} <span className="sub">{first.titleName}</span>
              </span>
            </p>
          )}
          <Picker
            picked={picked}
            titles={known.titles}
            onPick={(asset) => set({ assets: [...picked, asset] })}
            onTest={(assets) => set({ assets: comparable(assets) })}
          />
        </Panel>
        <Suggestions />
      </div>
    </>
  )
}

const MANY = 8

function Suggestions() {
  const { data, error } = useAsk(SUGGESTED, {})
  const keep = useKeepFilters()
  if (error) return <ErrorMessage error={error} />
  const notices = data ? suggested(data.notices.edges.map(({ node }) => node)) : []
  return (
    <Panel title="Suggestions" lead="Titles with findings, with all assets of their tests.">
      {!data && <SkeletonLines lines={6} />}
      <ul className={styles.suggestions}>
        {notices.map(({ notice, badge, assets }) => (
          <li key={notice.id}>
            <Link href={keep(places.compare(assets.map(({ assetId }) => assetId)))}>
              <span className={styles.posters}>
                {assets.slice(0, 5).map((asset) => (
                  <Thumb key={asset.assetId} asset={asset} width={40} ratio="2/3" />
                ))}
              </span>
              <span className={styles.words}>
                <b>{notice.title?.name}</b>
                <span className="sub2">{notice.what}</span>
              </span>
              {badge && <Badge kind={badge.kind}>{badge.words}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
      {data && notices.length === 0 && (
        <p className="sub">No findings yet. Search for a title instead.</p>
      )}
    </Panel>
  )
}

/** Return the notices with assets to compare, one per title. */
function suggested(notices: readonly Notice[]) {
  const seen = new Set<string>()
  return notices
    .flatMap((notice) => {
      const all = notice.title?.assets.edges.map(({ node }) => node) ?? []
      const test = notice.title?.tests[0]?.assets ?? []
      const assets = test.length > 0 ? tested(all, test) : upright(all)
      const title = notice.title?.titleId ?? ''
      if (assets.length < 2 || seen.has(title)) return []
      seen.add(title)
      return [{ notice, badge: badgeOf(notice), assets }]
    })
    .slice(0, MANY)
}

/** Return the assets of a test, which were shown at random. */
function tested(assets: readonly Shown[], test: readonly string[]): Shown[] {
  return assets.filter(({ assetId }) => test.includes(assetId)).slice(0, MOST)
}

/** Return artwork of one shape: other shapes are shown in other places, so not comparable. */
function upright(assets: readonly Shown[]): Shown[] {
  const [first] = assets
  return assets.filter(({ aspect }) => aspect === first?.aspect).slice(0, MOST)
}
