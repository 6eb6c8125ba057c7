export {
  choice,
  type Codec,
  escaped,
  flag,
  list,
  number,
  optional,
  text,
  unescaped,
} from './codecs'
export { places, useSegment } from './places'
export { link, read, type Schema, type StateOf, write } from './state'
export { type SetState, useUrlState } from './useUrlState'
export { conditions, type Filter, sameWhere, type Where, where } from './where'
