import { Fragment, type ReactNode } from 'react'

import styles from './PageHeader.module.css'

interface PageHeaderProps {
  title: ReactNode
  /** A picture at the left. */
  picture?: ReactNode
  /** Small facts in a line: film, 16+, 61 countries. */
  facts?: readonly ReactNode[]
  /** The answer of the page in a sentence that could be read out on a call. */
  answer?: ReactNode
  /** Buttons; one of them primary at most. */
  actions?: ReactNode
}

/** The head of a page: what it is about, and its answer before the evidence. */
export function PageHeader({ title, picture, facts = [], answer, actions }: PageHeaderProps) {
  return (
    <header className={styles.th} data-picture={picture ? true : undefined}>
      {picture && <div className={styles.picture}>{picture}</div>}
      <div className={styles.words}>
        <h1>{title}</h1>
        {facts.length > 0 && (
          <p className={styles.facts}>
            {facts.map((fact, n) => (
              <Fragment key={n}>
                <span>{fact}</span>{' '}
              </Fragment>
            ))}
          </p>
        )}
        {answer && <div className={styles.answer}>{answer}</div>}
      </div>
      {actions && <div className={styles.acts}>{actions}</div>}
    </header>
  )
}
