import { graphql, type ResultOf } from '@/shared/api'

/** Which asset of one type wins, and with whom; asked for by itself, as it takes longest. */
export const COMPARISON = graphql(`
  query TitleComparison($ask: ComparisonInput!) {
    comparison(ask: $ask) {
      suppressed
      verdict {
        kind
        asset
        sentence
        reasons
        daysLeft
      }
      test
      arms {
        asset
        name
        people
        best
        progress
        rate {
          value
          low
          high
        }
      }
      differences {
        asset
        other
        difference {
          value
          low
          high
        }
      }
      audiences {
        audience
        name
        people
        suppressed
        best
        probability
        loss
        rates
        differs
      }
      notes
    }
  }
`)

export type Comparison = ResultOf<typeof COMPARISON>['comparison']
export type AudienceEffects = Comparison['audiences'][number]

/** What the kind of each asset usually gets. */
export const NORMS = graphql(`
  query TitleNorms($id: String!, $within: ContextInput!) {
    norms(title: $id, within: $within) {
      rows {
        asset
        percentile
        among
        usualLow
        usual
        usualHigh
        sentence
      }
    }
  }
`)

export type Norm = ResultOf<typeof NORMS>['norms']['rows'][number]

/** What of a title's assets is out of the ordinary. */
export const FINDINGS = graphql(`
  query TitleFindings($id: String!, $within: ContextInput!, $judged: ContextInput!) {
    outliers(title: $id, level: "asset", within: $within) {
      findings {
        id
        direction
        reason
        sure
      }
    }
    authenticity(title: $id, within: $judged) {
      found {
        kind
        sentence
        standing {
          asset
        }
      }
    }
  }
`)

export type Findings = ResultOf<typeof FINDINGS>
