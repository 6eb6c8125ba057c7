import { type Attribute, attributeName, attributeValue } from '@/shared/expression'

import { useAttributes } from './choices'
import { PickList } from './PickList'

interface ValuePickerProps {
  attribute: string
  chosen?: string | null
  onPick: (leaf: Attribute) => void
}

/** Choose a value of an attribute, the most frequent first. */
export function ValuePicker({ attribute, chosen, onPick }: ValuePickerProps) {
  const known = useAttributes()?.find(({ name }) => name === attribute)
  const values = known?.values ?? []
  return (
    <PickList
      label={attributeName(attribute)}
      picks={values.map((value, n) => ({
        key: String(n),
        name: attributeValue(attribute, value),
        chosen: value === chosen,
      }))}
      onPick={(n) => onPick({ is: 'attribute', name: attribute, value: values[Number(n)] ?? null })}
    />
  )
}
