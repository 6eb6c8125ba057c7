/** A field of a rejected row; null is empty. */
export type Field = readonly [name: string, value: string | null]

/**
 * Return the fields of a rejected row that are filled in, and the one with the problem even if it
 * is empty; null if the row is not an object, such as a line that can't be parsed.
 */
export function fieldsOf(data: string, column: string | null): readonly Field[] | null {
  const row = parsed(data)
  if (row === null) return null
  return Object.entries(row)
    .filter(([name, value]) => value !== null || name === column)
    .map(([name, value]) => [name, textOf(value)])
}

function parsed(data: string): object | null {
  try {
    const row: unknown = JSON.parse(data)
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? row : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function textOf(value: unknown): string | null {
  if (value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
