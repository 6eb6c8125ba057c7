import { count } from '@/shared/format'
import { NoticeRow, useNoticeCounts } from '@/shared/notices'
import { ButtonLink, Empty, ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './Attention.module.css'
import { useOpenNotices } from './findings'

const MOST_SHOWN = 4

/** Open notices, most serious first. */
export function Attention() {
  const { data, notices, error, refetch } = useOpenNotices()
  const open = useNoticeCounts()?.open
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
        {(notices ?? []).slice(0, MOST_SHOWN).map((notice) => (
          <li key={notice.id}>
            <NoticeRow notice={notice} />
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
