export { ask, post, send } from './ask'
export { client } from './client'
export { ServiceError } from './errors'
export {
  type Cell,
  type Condition,
  type FragmentOf,
  graphql,
  readFragment,
  type ResultOf,
  type VariablesOf,
} from './graph'
export { listen, type Live, useLive } from './live'
export { askingAll } from './pages'
export { asking, GRAPH, useAsk, useChange } from './useAsk'
