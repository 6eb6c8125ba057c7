import { graphql, useChange } from '@/shared/api'

const RECORD = graphql(`
  mutation RecordDecision($ask: RecordInput!) {
    recordDecision(ask: $ask) {
      id
      until
    }
  }
`)

const REVERSE = graphql(`
  mutation ReverseDecision($ask: ReverseInput!) {
    reverseDecision(ask: $ask) {
      id
    }
  }
`)

const SET_ASIDE = graphql(`
  mutation SetAside($ask: SetAsideInput!) {
    setAside(ask: $ask) {
      key
    }
  }
`)

/** Record a decision. */
export function useRecord() {
  return useChange(RECORD)
}

/** Reverse a decision, which stays in the record. */
export function useReverse() {
  return useChange(REVERSE)
}

/** Dismiss what waits for a decision, put it off, or bring it back. */
export function useSetAside() {
  return useChange(SET_ASIDE)
}
