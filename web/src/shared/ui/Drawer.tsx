import { type ReactNode, useEffect, useId, useRef } from 'react'

import { useShortcuts } from '@/shared/keys'

import { IconButton } from './Button'
import styles from './Drawer.module.css'

interface DrawerProps {
  title: string
  opened: boolean
  onClose: () => void
  children: ReactNode
}

/** A part of the page that comes from the right; the page beside it stays usable. */
export function Drawer(props: DrawerProps) {
  return props.opened && <Opened {...props} />
}

function Opened({ title, onClose, children }: DrawerProps) {
  const heading = useId()
  const part = useRef<HTMLElement>(null)
  useShortcuts(title, [{ keys: 'Escape', does: 'Close', run: onClose, always: true }])
  useEffect(() => {
    const before = document.activeElement
    part.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <section
      ref={part}
      className={styles.drawer}
      role="dialog"
      aria-labelledby={heading}
      tabIndex={-1}
    >
      <header className={styles.head}>
        <h2 id={heading}>{title}</h2>
        <IconButton icon="close" label="Close" kbd="Esc" onClick={onClose} />
      </header>
      {children}
    </section>
  )
}
