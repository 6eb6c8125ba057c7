import { Fragment, type ReactNode } from 'react'

import styles from './PageHeader.module.css'

interface PageHeaderProps {
  title: ReactNode
  /** A picture at the left. */
  picture?: ReactNode
  /** Facts in a line: film, 16+, 61 countries. */
  facts?: readonly ReactNode[]
  /** The answer of the page in a sentence. */
  answer?: ReactNode
  /** Buttons, at most one of them primary. */
  actions?: ReactNode
}

/** The head of a page: its title, and its answer before the evidence. */
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
