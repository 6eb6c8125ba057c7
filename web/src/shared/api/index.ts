export { ask, post, send } from './ask.ts'
export { client } from './client.ts'
export { ServiceError } from './errors.ts'
export {
  type Cell,
  type Condition,
  type FragmentOf,
  graphql,
  readFragment,
  type ResultOf,
  type VariablesOf,
} from './graph.ts'
export { listen, type Live, useLive } from './live.ts'
export { asking, GRAPH, useAsk, useChange } from './useAsk.ts'
