export { type Explained, Explanation, Figure } from './Figure'
export { META, type Origin, originOf } from './meta'
export { type Total, Totals } from './Totals'
export { fewer, useSmallestCell, whyFewer } from './useSmallestCell'
