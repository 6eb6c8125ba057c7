import type { ReactNode } from 'react'

import { count } from '@/shared/format'

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
