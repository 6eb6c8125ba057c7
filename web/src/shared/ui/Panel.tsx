import clsx from 'clsx'
import { type ReactNode, useId } from 'react'

import styles from './Panel.module.css'

interface SectionProps {
  title: ReactNode
  /** A sentence below the title. */
  lead?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Notes at the bottom. */
  foot?: ReactNode
  children: ReactNode
  id?: string
  className?: string
}

function Head({ id, title, lead, actions }: Omit<SectionProps, 'children'>) {
  return (
    <header className={styles.head}>
      <div>
        <h2 id={id}>{title}</h2>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div className={styles.right}>{actions}</div>}
    </header>
  )
}

function Part({
  look,
  id,
  foot,
  children,
  className,
  ...head
}: SectionProps & { look: string | undefined }) {
  const heading = useId()
  return (
    <section id={id} aria-labelledby={heading} className={clsx(look, className)}>
      <Head {...head} id={heading} />
      {children}
      {foot && <div className={styles.foot}>{foot}</div>}
    </section>
  )
}

/** A part of a page in a box: charts, tables. */
export function Panel(props: SectionProps) {
  return <Part {...props} look={styles.panel} />
}

/** A part of a page without a box: galleries. */
export function Section(props: SectionProps) {
  return <Part {...props} look={styles.sec} />
}
