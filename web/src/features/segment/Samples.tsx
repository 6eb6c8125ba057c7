import { type Leaf, useNames } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'
import { Button, Empty } from '@/shared/ui'

import type { Clause } from './clauses'
import { chipOf } from './ruleWords'

const LAPSED: Leaf = { is: 'named', kind: 'segment', name: 'lapsed' }
const OFTEN: Leaf = {
  is: 'rule',
  name: 'hours',
  given: { days: '28' },
  bound: { sign: '>=', number: '20' },
}

/** Samples to start an empty rule with, from existing audiences. */
export function Samples({ onTake }: { onTake: (clauses: readonly Clause[]) => void }) {
  const names = useNames(null)
  const [first, second] = [...useAudienceNames()]
    .filter(({ name, profiles }) => name.startsWith('affinity:') && profiles !== null)
    .sort((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0))
    .map(({ name }): Leaf => ({ is: 'named', kind: 'affinity', name: name.slice(9) }))
  const called = (leaf: Leaf) => chipOf(leaf, names).value
  return (
    <Empty
      fact="Who should be in this segment?"
      actions={
        <>
          {first && (
            <Button
              small
              onClick={() =>
                onTake([
                  { not: false, any: [first] },
                  { not: true, any: [LAPSED] },
                ])
              }
            >
              {called(first)}, not lapsed
            </Button>
          )}
          {first && second && (
            <Button small onClick={() => onTake([{ not: false, any: [first, second] }])}>
              {called(first)} or {called(second)}
            </Button>
          )}
          <Button small onClick={() => onTake([{ not: false, any: [OFTEN] }])}>
            20 hours or more in 28 days
          </Button>
        </>
      }
    >
      Add a clause, or start with one of these. Each clause shows how many people are left.
    </Empty>
  )
}
