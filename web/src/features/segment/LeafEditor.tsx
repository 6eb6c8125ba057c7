import type { Leaf, Names } from '@/shared/expression'

import { NamedPicker } from './NamedPicker'
import { RuleEditor } from './RuleEditor'
import { ValuePicker } from './ValuePicker'

interface LeafEditorProps {
  leaf: Leaf
  names: Names
  onDone: (leaf: Leaf) => void
}

/** Edit a part of a clause. */
export function LeafEditor({ leaf, names, onDone }: LeafEditorProps) {
  switch (leaf.is) {
    case 'named':
      return <NamedPicker kind={leaf.kind} chosen={leaf.name} onPick={onDone} />
    case 'attribute':
      return <ValuePicker attribute={leaf.name} chosen={leaf.value} onPick={onDone} />
    case 'rule':
      return <RuleEditor rule={leaf} names={names} onDone={onDone} />
  }
}
