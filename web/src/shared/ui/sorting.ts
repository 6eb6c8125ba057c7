/** By which column a table is sorted; `down` is the greatest first. */
export interface Sort {
  key: string
  down: boolean
}

type Value = string | number | null

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Return rows by a value; what has none stands last either way, and equals keep their order. */
export function sorted<Row>(
  rows: readonly Row[],
  value: (row: Row) => Value,
  down: boolean,
): readonly Row[] {
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return sign * compared(one, other)
  })
}

function compared(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return words.compare(String(one), String(other))
}
