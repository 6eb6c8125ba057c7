import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { optional, type StateOf, text } from '@/shared/url'

/** Whom a brief is about, in its address: /brief?market=PT&audience=segment:binge */
export const BRIEF = {
  market: optional(),
  audience: optional(),
  since: optional(),
  until: optional(),
  tz: text('UTC'),
}

type About = StateOf<typeof BRIEF>

const QUERY = graphql(`
  query BriefPage($ask: BriefInput!) {
    brief(ask: $ask) {
      headline
      markdown
      html
      notes
      findings {
        value
        finding
        sentence
        shareOfHours
        shareOfSupply
        demandIndex
        demandIndexLow
        demandIndexHigh
        topTitle
        topTitleName
        topTitleShare
        withoutTopTitle
      }
      elsewhere {
        value
        market
        tasteIndex
        tasteIndexLow
        tasteIndexHigh
      }
    }
  }
`)

/** Load the brief. */
export function useBrief({ market, audience, since, until, tz }: About) {
  return useAsk(QUERY, { ask: { market, audience, since, until, tz: tz === 'UTC' ? null : tz } })
}

export type Brief = NonNullable<ResultOf<typeof QUERY>['brief']>
export type Finding = Brief['findings'][number]

/** Return what to do about a finding. */
export function actionOf({ finding, value }: Pick<Finding, 'finding' | 'value'>): string {
  switch (finding) {
    case 'UNDER_SERVED':
      return `Make or license ${value}`
    case 'OVER_SERVED':
      return `Make less ${value}`
    case 'ONE_TITLE':
      return `Wait before buying more ${value}`
    default:
      return value
  }
}
