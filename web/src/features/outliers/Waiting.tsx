import { Loading, Skeleton, SkeletonLines, Message } from '@/shared/ui'
import type { ReactNode } from 'react'
import { count } from '@/shared/format'

/** Findings that are loading. */
export function WaitingRows({ what }: { what: string }) {
  return (
    <>
      <Loading what={what} />
      <SkeletonLines lines={8} />
    </>
  )
}

/** A chart that is loading. */
export function WaitingChart() {
  return <Skeleton height="360px" />
}

/** Shown instead of findings about too few people. */
export function TooFew() {
  return (
    <Message tone="hint" fact="Too few people to show, to protect their privacy.">
      Widen the dates, the audience or the filters.
    </Message>
  )
}

interface NotesProps {
  notes: readonly string[]
  /** How many findings are hidden because of too few people. */
  suppressed: number
}

/** The notes below findings; null without any. */
export function notesOf({ notes, suppressed }: NotesProps): ReactNode {
  if (notes.length === 0 && suppressed === 0) return null
  return (
    <>
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
      {suppressed > 0 && (
        <span>{count(suppressed, 'more is', 'more are')} hidden: too few people.</span>
      )}
    </>
  )
}
