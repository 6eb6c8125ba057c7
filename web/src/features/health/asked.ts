import { graphql, type ResultOf } from '@/shared/api'
import { META } from '@/shared/figure'

export const HEALTH = graphql(
  `
    query Health {
      dataHealth {
        version
        published
        titles
        assets
        bytes
        measures
        quarantined
        verified
        warnings
        feed {
          version
          created
          isNewest
          problem
        }
        timeZones {
          version
          source
        }
        meta {
          ...Origin
        }
      }
      notices(kind: VOLUME_GAP, first: 50) {
        edges {
          node {
            id
            state
            what
            howMuch
            howSure
            opened
            resolved
          }
        }
      }
    }
  `,
  [META],
)

/** Its own request, as it reads every play of a new version. */
export const PLAYS = graphql(`
  query PlaysByReason {
    dataHealth {
      playsByReason
      causes {
        code
        share
        evidence
        remedy
      }
    }
  }
`)

/** The kinds of events that are counted by day. */
export const EVENTS = ['impressions', 'starts'] as const

/** How many days of volumes are shown. */
export const DAYS = 42

export const VOLUMES = graphql(`
  query Volumes($days: Int!) {
    volumes(days: $days) {
      measure
      day
      seen
      expected
      whole
    }
  }
`)

export const BATCHES = graphql(`
  query Batches($first: Int!) {
    batches(first: $first) {
      totalCount
      edges {
        node {
          batch
          version
          created
          command
          released
          notes
          tables {
            table
            rows
            accepted
            duplicate
            updated
            conflict
            quarantined
            reasons
          }
        }
      }
    }
  }
`)

export const REJECTED = graphql(`
  query RejectedRows($limit: Int!, $code: String) {
    rejectedRows(limit: $limit, code: $code) {
      batch
      table
      file
      row
      code
      column
      message
      data
    }
  }
`)

export const CHECKED = graphql(
  `
    query EngineCheck($ask: QuestionInput!) {
      question(ask: $ask) {
        totals
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export type Health = ResultOf<typeof HEALTH>['dataHealth']
export type Plays = ResultOf<typeof PLAYS>['dataHealth']
export type Gap = ResultOf<typeof HEALTH>['notices']['edges'][number]['node']
export type Volume = ResultOf<typeof VOLUMES>['volumes'][number]
export type Batch = ResultOf<typeof BATCHES>['batches']['edges'][number]['node']
export type Account = Batch['tables'][number]
export type Rejected = ResultOf<typeof REJECTED>['rejectedRows'][number]
export type Checked = ResultOf<typeof CHECKED>['question']
