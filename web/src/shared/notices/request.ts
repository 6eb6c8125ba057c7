import { graphql } from '@/shared/api'
import { SHOWN } from '@/shared/media'

/** The fields to show a notice: spread it into a notice of a request. */
export const NOTICE = graphql(
  `
    fragment ShownNotice on Notice @_unmask {
      id
      kind
      state
      subject
      titleId
      assetId
      what
      howMuch
      howSure
      link
      direction
      opened
      resolved
      seen
      title {
        name
      }
      asset {
        ...Shown
      }
    }
  `,
  [SHOWN],
)
