import { graphql, useAsk, useChange } from '@/shared/api'
import { count, listed } from '@/shared/format'
import { KINDS, NOTICE, type NoticeKind, ranked, type ShownNotice } from '@/shared/notices'
import { choice, type StateOf } from '@/shared/url'

const NAMES = Object.keys(KINDS) as NoticeKind[]

/** What of the inbox is shown. */
export const INBOX = {
  state: choice(['open', 'resolved'], 'open'),
  kind: choice(['all', ...NAMES.map(spelled)], 'all'),
}

export type Inbox = StateOf<typeof INBOX>

/** The name of a kind in an address: broken_test. */
export function spelled(kind: NoticeKind): string {
  return kind.toLowerCase()
}

/** The most that one page of a list may have. */
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

/** The notices of a state, what spoils most first. */
export function useInbox(state: Inbox['state']) {
  const asked = { state: state === 'open' ? ('OPEN' as const) : ('RESOLVED' as const), first: MOST }
  const answer = useAsk(NOTICES, asked)
  const notices = answer.data?.notices.edges.map(({ node }) => node)
  return { ...answer, notices: notices && (state === 'open' ? ranked(notices) : notices) }
}

/** Says that notices were seen. */
export function useSee() {
  return useChange(SEE)
}

/** A kind to choose, and how many there are of it. */
export interface KindCount {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** Return the kinds of which there are notices, with all of them first. */
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
  VOLUME_GAP: ['gap in the events', 'gaps in the events'],
  CLICKBAIT: ['asset that misleads', 'assets that mislead'],
  OUTLIER: ['outlier', 'outliers'],
}

/** Say what holds, as one could read it out: 17 things hold: one broken test, 2 assets that … */
export function answerOf(
  notices: readonly Pick<ShownNotice, 'kind'>[],
  state: Inbox['state'],
): string {
  const all = count(notices.length, 'thing')
  if (notices.length === 0)
    return state === 'open' ? 'Nothing needs attention.' : 'Nothing was resolved yet.'
  const parts = NAMES.flatMap((kind) => {
    const n = notices.filter((notice) => notice.kind === kind).length
    return n > 0 ? [count(n, ...COUNTED[kind])] : []
  })
  const verb = notices.length === 1 ? 'needs attention' : 'need attention'
  return state === 'open'
    ? `${all} ${verb}: ${listed(parts)}.`
    : `${all} ${notices.length === 1 ? 'is' : 'are'} over: ${listed(parts)}.`
}
