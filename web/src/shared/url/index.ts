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
export { link, read, spelledQuery, type StateOf, write } from './state'
export { type SetState, useUrlState } from './state'
export { conditions, type Filter, sameWhere, type Where, where } from './where'
