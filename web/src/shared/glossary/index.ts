export { Definition } from './Term'
export { Term } from './Term'
export { type GlossaryTerm, useGlossary } from './Term'
