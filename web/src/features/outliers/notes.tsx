import type { ReactNode } from 'react'

import { count } from '@/shared/format'

interface NotesProps {
  notes: readonly string[]
  /** How many findings are about too few people to be shown. */
  suppressed: number
}

/** What counted and what did not; nothing where there is nothing to say. */
export function notesOf({ notes, suppressed }: NotesProps): ReactNode {
  if (notes.length === 0 && suppressed === 0) return null
  return (
    <>
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
      {suppressed > 0 && (
        <span>
          {count(suppressed, 'more is', 'more are')} about too few people to be shown, so that
          nobody can be singled out.
        </span>
      )}
    </>
  )
}
