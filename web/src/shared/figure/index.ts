export { type Explained, Explanation, Figure } from './Figure'
export { META, type Origin, originOf } from './meta'
export { type Total, Totals } from './Totals'
