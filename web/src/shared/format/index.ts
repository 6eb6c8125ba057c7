export { type Kind, measure, type MeasureWords, words } from './measures'
export {
  bytes,
  compact,
  type Figure,
  fixed,
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
  THIN,
} from './numbers'
export { count, country, listed, readableReason, valueName, withoutHeadline } from './text'
export { ago, clock, date, day, duration, runtime, time } from './times'
