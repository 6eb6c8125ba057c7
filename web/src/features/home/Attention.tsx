import { Sparkline } from '@/shared/charts/sparkline/Sparkline'
import { count, measure } from '@/shared/format'
import { KINDS, NoticeRow, type ShownNotice, useNoticeCounts } from '@/shared/notices'
import { ButtonLink, Empty, ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './Attention.module.css'
import { useOpenNotices } from './findings'
import { type Trend, trendOf, useTrends } from './trends'

const MOST_SHOWN = 4

/** Open notices, most serious first. */
export function Attention() {
  const { data, notices, error, refetch } = useOpenNotices()
  const open = useNoticeCounts()?.open
  const shown = (notices ?? []).slice(0, MOST_SHOWN)
  const trends = useTrends(shown)
  return (
    <Panel
      title="Needs attention"
      lead="Most serious first: broken tests, missing events, clickbait, outliers."
      actions={
        <ButtonLink small href={places.notices}>
          {open ? `Inbox, ${open} open` : 'Inbox'}
        </ButtonLink>
      }
    >
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <>
          <Loading what="notices" />
          <SkeletonLines lines={6} />
        </>
      )}
      {data && notices === null && (
        <Empty fact="Checking this store">
          Broken tests, missing events, clickbait and outliers will appear here in a moment.
        </Empty>
      )}
      {notices?.length === 0 && (
        <Empty fact="No open issues">
          Keyart checks every new version for broken tests, missing events, clickbait and outliers.
          You get one alert per issue.
        </Empty>
      )}
      <ul className={styles.list} data-guide="attention">
        {shown.map((notice) => (
          <li key={notice.id}>
            <NoticeRow
              notice={notice}
              trend={trends && <TrendLine trend={trendOf(trends, notice)} of={notice} />}
            />
          </li>
        ))}
      </ul>
      {notices && notices.length > MOST_SHOWN && (
        <p className={styles.more}>
          and {count(notices.length - MOST_SHOWN, 'more', 'more')} in the inbox
        </p>
      )}
    </Panel>
  )
}

interface TrendLineProps {
  trend: Trend | null
  of: ShownNotice
}

/** The course of what a notice is about, by day. */
function TrendLine({ trend, of: { kind, what } }: TrendLineProps) {
  if (trend === null) return null
  const { label, kind: figures } = measure(trend.measure)
  return (
    <>
      <Sparkline
        name={`${label} by day: ${what}`}
        unit={figures === 'rate' ? 'rate' : 'count'}
        values={trend.values}
        complete={trend.complete}
        tone={KINDS[kind].tone === 'doubt' ? 'plain' : KINDS[kind].tone}
      />
      <p aria-hidden="true">{label} by day</p>
    </>
  )
}
