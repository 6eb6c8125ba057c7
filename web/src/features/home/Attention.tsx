import { count } from '@/shared/format'
import { NoticeRow, useNoticeCounts } from '@/shared/notices'
import { ButtonLink, Empty, ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './Attention.module.css'
import { useOpenNotices } from './findings'

const MOST_SHOWN = 4

/** What people should know: what spoils most first. */
export function Attention() {
  const { data, notices, error, refetch } = useOpenNotices()
  const open = useNoticeCounts()?.open
  return (
    <Panel
      title="Needs attention"
      lead="What spoils most first: tests, missing events, what misleads, what stands out."
      actions={
        <ButtonLink small href={places.notices}>
          {open ? `Inbox, ${open} open` : 'Inbox'}
        </ButtonLink>
      }
    >
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <>
          <Loading what="What needs attention" />
          <SkeletonLines lines={6} />
        </>
      )}
      {data && notices === null && (
        <Empty fact="This store is being looked through">
          Broken tests, missing events, clickbait and outliers appear here in a moment.
        </Empty>
      )}
      {notices?.length === 0 && (
        <Empty fact="Nothing needs attention">
          With each version Keyart looks for broken tests, missing events, clickbait and outliers,
          and says each once.
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
