import { useShortcuts } from '@/shared/keys'
import { NoticeRow, type ShownNotice } from '@/shared/notices'
import { usePage } from '@/shared/page'
import {
  Button,
  ErrorMessage,
  Loading,
  Message,
  PageHeader,
  Segmented,
  Skeleton,
  SkeletonLines,
  ButtonLink,
  Empty,
} from '@/shared/ui'
import { useUrlState, places } from '@/shared/url'
import { answerOf, type Inbox, INBOX, kindsOf, spelled, useInbox, useSee } from './inbox'
import styles from './InboxPage.module.css'

/** The notices of the store, open or resolved. */
export default function InboxPage() {
  usePage('Inbox')
  const [{ state, kind }, set] = useUrlState(INBOX)
  const { data, notices, error, refetch } = useInbox(state)
  const see = useSee()
  const unseen = data?.noticeCounts.unseen ?? 0
  const seeAll = () => see.mutate({ ids: null })
  useShortcuts('This page', [
    { keys: 's', does: 'Mark all as seen', run: () => unseen > 0 && seeAll() },
  ])
  const shown = notices?.filter((notice) => kind === 'all' || spelled(notice.kind) === kind)
  return (
    <>
      <PageHeader
        title="Inbox"
        answer={notices ? answerOf(notices, state) : <Skeleton width="42%" height="16px" />}
        actions={
          unseen > 0 && (
            <Button icon="check" kbd="S" onClick={seeAll} disabled={see.isPending}>
              {`Mark all ${unseen} as seen`}
            </Button>
          )
        }
      />
      {see.error && <ErrorMessage error={see.error} />}
      <div className={styles.choices}>
        <Segmented
          label="State"
          value={state}
          onChange={(next) => set({ state: next, kind: 'all' })}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'resolved', label: 'Resolved' },
          ]}
        />
        {notices && notices.length > 0 && (
          <Segmented
            label="Kind"
            value={kind}
            onChange={(next) => set({ kind: next })}
            options={kindsOf(notices)}
          />
        )}
      </div>
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!notices && !error && <Waiting />}
      {shown && <Notices notices={shown} state={state} onSee={(id) => see.mutate({ ids: [id] })} />}
      {data && notices && data.notices.totalCount > notices.length && (
        <Message
          tone="hint"
          fact={`Showing the newest ${notices.length} of ${data.notices.totalCount}.`}
        >
          Run <code>keyart notices</code> to list them all.
        </Message>
      )}
    </>
  )
}

interface NoticesProps {
  notices: readonly ShownNotice[]
  state: Inbox['state']
  onSee: (id: string) => void
}

function Notices({ notices, state, onSee }: NoticesProps) {
  if (notices.length === 0) return <NothingHere state={state} />
  return (
    <ul className={styles.list}>
      {notices.map((notice) => (
        <li key={notice.id}>
          <NoticeRow notice={notice} whole level={2}>
            {notice.state === 'OPEN' && notice.seen === null && (
              <Button
                small
                variant="quiet"
                aria-label={`Mark as seen: ${notice.what}`}
                onClick={() => onSee(notice.id)}
              >
                Mark as seen
              </Button>
            )}
          </NoticeRow>
        </li>
      ))}
    </ul>
  )
}

function Waiting() {
  return (
    <div className={styles.list}>
      <Loading what="inbox" />
      <SkeletonLines lines={9} />
    </div>
  )
}

/** The empty inbox. */
function NothingHere({ state }: { state: 'open' | 'resolved' }) {
  if (state === 'resolved') {
    return (
      <Empty fact="Nothing resolved yet">
        Notices move here by themselves once a new version resolves them.
      </Empty>
    )
  }
  return (
    <Empty
      fact="No open issues"
      actions={<ButtonLink href={places.outliers}>See all outliers</ButtonLink>}
    >
      Keyart checks every new version for broken tests, missing events, clickbait and outliers. You
      get one alert per issue, here and in the channels set in <code>keyart.toml</code>.
    </Empty>
  )
}
