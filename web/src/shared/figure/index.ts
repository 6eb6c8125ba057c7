export { Figure } from './Figure'
export { INTERVAL, META, type Origin, originOf } from './meta'
export { type Total, Totals } from './Totals'
export { fewer, useSmallestCell, whyFewer } from './useSmallestCell'
