export { idOf } from './naming'
export {
  type ArgumentName,
  type Attribute,
  type Bound,
  type Expression,
  formOf,
  fullName,
  type Given,
  KINDS,
  type Leaf,
  leaves,
  type Named,
  type NamedKind,
  type Rule,
  type RuleName,
  type Sign,
  SIGNS,
  type Subject,
} from './ast'
export { read } from './read'
export { calledOf, headingOf, nameOf, useNames } from './useNames'
export {
  attributeName,
  attributeValue,
  bounded,
  inWords,
  type Names,
  subjectOf,
  timeOf,
  timesOf,
} from './words'
export { quoted, write } from './write'
