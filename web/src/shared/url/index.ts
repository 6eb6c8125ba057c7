export { choice, type Codec, flag, list, number, optional, text } from './codecs.ts'
export { link, read, type Schema, type StateOf, write } from './state.ts'
export { type SetState, useUrlState } from './useUrlState.ts'
export { conditions, type Filter, type Where, where } from './where.ts'
