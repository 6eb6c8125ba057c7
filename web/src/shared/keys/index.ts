export type { Group, Shortcut } from './shortcuts'
export { keys, listenToKeys, useShortcuts } from './useShortcuts'
