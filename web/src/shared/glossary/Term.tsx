import type { ReactNode } from 'react'

import { Tip } from '@/shared/ui/Tip'

import { Definition } from './Definition'
import styles from './Term.module.css'
import { useGlossary } from './useGlossary'

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

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
