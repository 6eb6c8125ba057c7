import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { listed } from '@/shared/format'

import { documentOf, type Policy, stepsOf } from './policy'

const STANDING = graphql(`
  query TitleDecisions($title: String!) {
    decisions(ask: { title: $title, state: "stands" }) {
      decisions {
        id
        kind
        chosen
        because
        by
        made
        until
      }
    }
  }
`)

type Decision = NonNullable<ResultOf<typeof STANDING>['decisions']>['decisions'][number]

/** A policy as home pages read it. */
type Document = ReturnType<typeof documentOf>

/** A decision that stands, with the policy that home pages get because of it. */
export type HandedOver = Omit<Decision, 'chosen'> & { chosen: Document }

/** Load the policy of a title that is handed over now; null if none is, undefined while loading. */
export function useHandedOver(title: string, assetType: string | null) {
  const { data, error } = useAsk(STANDING, { title })
  const all = data?.decisions?.decisions
  const found = all?.find((one): one is HandedOver => isFor(one, assetType))
  return { handedOver: all && (found ?? null), error }
}

function isFor({ kind, chosen }: Decision, assetType: string | null): boolean {
  if (kind !== 'POLICY' || typeof chosen !== 'object' || chosen === null) return false
  return 'asset_type' in chosen && chosen.asset_type === assetType && 'rules' in chosen
}

/** Return what differs between the policy that is handed over and this one; empty if nothing does. */
export function changesSince(
  before: Document,
  policy: Policy,
  nameOf: (asset: string) => string,
): string[] {
  if (before.policy === policy.policy) return []
  const audiences = new Map(
    stepsOf(policy).map(({ audience, audienceName }) => [audience, audienceName]),
  )
  const now = shownBy(documentOf(policy))
  const then = shownBy(before)
  const changed = [...new Set([...then.keys(), ...now.keys()])].flatMap((audience) => {
    const [from, to] = [then.get(audience), now.get(audience)]
    if (from === to) return []
    const who = audiences.get(audience) ?? audience?.replace(/^[^:]*:/, '') ?? 'everyone else'
    if (to === undefined) return [`${who} no longer gets ${nameOf(from ?? '')}`]
    return [`${who} gets ${nameOf(to)}${from === undefined ? '' : ` instead of ${nameOf(from)}`}`]
  })
  return changed.length > 0 ? changed : ['only the order of rules or the shares differ']
}

/** Return the asset by audience; null is everyone else. */
function shownBy({ rules, otherwise }: Document): Map<string | null, string> {
  return new Map([
    ...rules.map(({ audience, asset }): [string | null, string] => [audience, asset]),
    [null, otherwise.asset],
  ])
}

/** Return the changes in a sentence. */
export function changesWords(changes: readonly string[]): string {
  return `Decided now: ${listed(changes)}.`
}
