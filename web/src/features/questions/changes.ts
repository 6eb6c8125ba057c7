import type { QuestionState } from './state'

/** Change a part of a question. */
export type Change = (changes: Partial<QuestionState>) => void

/** Return a list with a name added at its end, or removed. */
export function toggled(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name]
}

/** Return the changes that remove a measure, its range and its order. */
export function withoutMeasure(state: QuestionState, name: string): Partial<QuestionState> {
  const having = Object.entries(state.having).filter(([other]) => other !== name)
  return {
    measures: state.measures.filter((other) => other !== name),
    having: Object.fromEntries(having),
    order: withoutColumns(state.order, [name, `${name}_low`, `${name}_high`]),
    ...(state.draw === name && { draw: '' }),
  }
}

/** Return the changes that remove a dimension and its order. */
export function withoutDimension(state: QuestionState, name: string): Partial<QuestionState> {
  const [column = name] = name.split(':')
  return {
    by: state.by.filter((other) => other !== name),
    order: withoutColumns(state.order, [name, column]),
    ...(column === 'audience' && { audiences: [] }),
  }
}

function withoutColumns(order: readonly string[], columns: readonly string[]): readonly string[] {
  return order.filter((one) => !columns.includes(one.replace(/^-/, '')))
}

/** Return the order after a click on the head of a column. */
export function turned(order: readonly string[], column: string, down: boolean): readonly string[] {
  return [down ? `-${column}` : column, ...withoutColumns(order, [column]).slice(0, 2)]
}
