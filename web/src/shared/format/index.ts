export { type Kind, measure, words } from './measures'
export {
  bytes,
  compact,
  type Figure,
  fixed,
  isSure,
  MINUS,
  NONE,
  number,
  percent,
  percentFigure,
  points,
  probability,
  range,
  relative,
  signed,
  SURE,
  THIN,
} from './numbers'
export {
  capital,
  count,
  country,
  listed,
  matchesWords,
  readableReason,
  valueName,
  withoutHeadline,
  wordsOf,
} from './text'
export { ago, clock, date, day, duration, runtime, time } from './times'
