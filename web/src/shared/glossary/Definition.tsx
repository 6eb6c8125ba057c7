import { words } from '@/shared/format'

import type { GlossaryTerm } from './useGlossary'

/** The definition of a term, with identifiers in bold. */
export function Definition({ term }: { term: GlossaryTerm }) {
  return (
    <>
      <Sentence text={term.definition} /> {term.more && <Sentence text={term.more} />}
    </>
  )
}

/** A sentence with identifiers between backticks, shown in words. */
function Sentence({ text }: { text: string }) {
  return text.split('`').map((part, n) =>
    n % 2 === 1 ? (
      <span key={n} className="strong">
        {words(part).toLowerCase()}
      </span>
    ) : (
      part.replace(/\b[a-z]+_[a-z_]+\b/g, (name) => name.replaceAll('_', ' '))
    ),
  )
}
