import type { ReactNode } from 'react'
import { Tip } from '@/shared/ui/Tip'
import styles from './Term.module.css'
import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { words, capital } from '@/shared/format'

const GLOSSARY = graphql(`
  query Glossary {
    glossary {
      key
      name
      definition
      more
    }
  }
`)

/** A term or measure, and its definition in this store. */
export type GlossaryTerm = ResultOf<typeof GLOSSARY>['glossary'][number]

/** Return a function that finds a term by key or name: take_rate, "take rate". */
export function useGlossary(): (word: string) => GlossaryTerm | null {
  const { data } = useAsk(GLOSSARY, {})
  return (word) => {
    const wanted = word.toLowerCase()
    return data?.glossary.find(({ key, name }) => key === wanted || name === wanted) ?? null
  }
}

interface TermProps {
  /** The term or measure in the glossary: "norm", take_rate. */
  word: string
  /** The text on the page, instead of the term. */
  children?: ReactNode
}

/** A term with its definition on hover, focus and touch. */
export function Term({ word, children }: TermProps) {
  const term = useGlossary()(word)
  const shown = children ?? term?.name ?? word
  if (!term) return shown
  return (
    <Tip
      tip={
        <>
          <b>{capital(term.name)}</b>
          <Definition term={term} />
        </>
      }
    >
      <button type="button" className={styles.term}>
        {shown}
      </button>
    </Tip>
  )
}

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
