export { Definition } from './Definition'
export { Term } from './Term'
export { type GlossaryTerm, useGlossary } from './useGlossary'
