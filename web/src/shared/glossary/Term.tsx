import type { ReactNode } from 'react'

import { Tip } from '@/shared/ui/Tip'

import { Definition } from './Definition'
import styles from './Term.module.css'
import { useGlossary } from './useGlossary'

interface TermProps {
  /** The word or measure as the glossary knows it: "norm", take_rate. */
  word: string
  /** Other words for it on the page. */
  children?: ReactNode
}

/** A word with its definition on hover, focus and touch. */
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
