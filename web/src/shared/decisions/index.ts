export { useRecord, useReverse, useSetAside } from './changes'
export { ReasonForm } from './ReasonForm'
export { Refused } from './Refused'
