import { graphql, useAsk, useChange } from '@/shared/api'
import { count, listed } from '@/shared/format'
import { KINDS, NOTICE, type NoticeKind, ranked, type ShownNotice } from '@/shared/notices'
import { choice, type StateOf } from '@/shared/url'

const NAMES = Object.keys(KINDS) as NoticeKind[]

/** The state of the inbox in its address. */
export const INBOX = {
  state: choice(['open', 'resolved'], 'open'),
  kind: choice(['all', ...NAMES.map(spelled)], 'all'),
}

export type Inbox = StateOf<typeof INBOX>

/** Return the name of a kind in an address: broken_test. */
export function spelled(kind: NoticeKind): string {
  return kind.toLowerCase()
}

/** The longest page of a list. */
const MOST = 500

const NOTICES = graphql(
  `
    query Inbox($state: NoticeState!, $first: Int!) {
      notices(state: $state, first: $first) {
        totalCount
        edges {
          node {
            ...ShownNotice
          }
        }
      }
      noticeCounts {
        open
        unseen
      }
    }
  `,
  [NOTICE],
)

const SEE = graphql(`
  mutation SeeNotices($ids: [ID!]) {
    seeNotices(ids: $ids) {
      seen
    }
  }
`)

/** The notices of a state, most serious first. */
export function useInbox(state: Inbox['state']) {
  const asked = { state: state === 'open' ? ('OPEN' as const) : ('RESOLVED' as const), first: MOST }
  const answer = useAsk(NOTICES, asked)
  const notices = answer.data?.notices.edges.map(({ node }) => node)
  return { ...answer, notices: notices && (state === 'open' ? ranked(notices) : notices) }
}

/** Mark notices as seen. */
export function useSee() {
  return useChange(SEE)
}

/** A kind to choose, and its number of notices. */
interface KindCount {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** Return the kinds that have notices, after one for all. */
export function kindsOf(notices: readonly Pick<ShownNotice, 'kind'>[]): readonly KindCount[] {
  const found = NAMES.map((kind) => ({
    value: spelled(kind),
    label: KINDS[kind].name,
    count: notices.filter((notice) => notice.kind === kind).length,
  }))
  return [
    { value: 'all', label: 'All', count: notices.length },
    ...found.filter((kind) => kind.count > 0),
  ]
}

const COUNTED: Readonly<Record<NoticeKind, readonly [string, string]>> = {
  DAMAGED_FILE: ['damaged file', 'damaged files'],
  BROKEN_TEST: ['broken test', 'broken tests'],
  VOLUME_GAP: ['gap in events', 'gaps in events'],
  CLICKBAIT: ['clickbait asset', 'clickbait assets'],
  OUTLIER: ['outlier', 'outliers'],
}

/** Summarise notices in a sentence: 3 issues need attention: 1 broken test and 2 outliers. */
export function answerOf(
  notices: readonly Pick<ShownNotice, 'kind'>[],
  state: Inbox['state'],
): string {
  const all = count(notices.length, 'issue')
  if (notices.length === 0) return state === 'open' ? 'No open issues.' : 'Nothing resolved yet.'
  const parts = NAMES.flatMap((kind) => {
    const n = notices.filter((notice) => notice.kind === kind).length
    return n > 0 ? [count(n, ...COUNTED[kind])] : []
  })
  const verb = notices.length === 1 ? 'needs attention' : 'need attention'
  return state === 'open'
    ? `${all} ${verb}: ${listed(parts)}.`
    : `${all} resolved: ${listed(parts)}.`
}
