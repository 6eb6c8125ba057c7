import { headingOf, type Named, type NamedKind } from '@/shared/expression'
import { fewer, useSmallestCell } from '@/shared/figure'
import { useAudienceNames } from '@/shared/filters'
import { number } from '@/shared/format'

import { PickList } from './PickList'

interface NamedPickerProps {
  kind: NamedKind
  chosen?: string
  onPick: (leaf: Named) => void
}

/** Choose an audience of a kind, the largest first. */
export function NamedPicker({ kind, chosen, onPick }: NamedPickerProps) {
  const least = useSmallestCell()
  const known = useAudienceNames().filter(({ name }) => name.startsWith(`${kind}:`))
  const ordered = [...known].sort((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0))
  return (
    <PickList
      label={kind === 'affinity' ? 'Tastes' : kind === 'segment' ? 'Segments' : 'Lists'}
      picks={ordered.map(({ name, note, profiles }) => ({
        key: name.slice(kind.length + 1),
        name: headingOf(name, note),
        about: profiles === null ? fewer(least) : number(profiles),
        chosen: name === `${kind}:${chosen ?? ''}`,
      }))}
      onPick={(name) => onPick({ is: 'named', kind, name })}
    />
  )
}
