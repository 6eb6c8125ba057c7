/** The sort column of a table; `down` is descending. */
export interface Sort {
  key: string
  down: boolean
}

type Value = string | number | null

const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Return rows sorted by a value; those without a value come last, and equal ones keep their order. */
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
