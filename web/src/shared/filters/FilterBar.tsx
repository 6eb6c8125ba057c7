import { type ReactNode, useState } from 'react'

import { useShortcuts } from '@/shared/keys'
import { Button, IconButton } from '@/shared/ui'

import styles from './FilterBar.module.css'

interface FilterBarProps {
  /** Chips. */
  children: ReactNode
  /** Clears all filters; there only while there are any. */
  onClear?: (() => void) | undefined
}

/** The filters of a page, in sight while one scrolls; its link says all of them. */
export function FilterBar({ children, onClear }: FilterBarProps) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(location.href).then(() => setCopied(true))
    setTimeout(() => setCopied(false), 2000)
  }
  useShortcuts('This page', [
    { keys: 'l', does: 'Copy the link', run: copy },
    {
      keys: 'f',
      does: 'Go to the filters',
      run: () => document.querySelector<HTMLElement>('[data-filters] button')?.focus(),
    },
  ])
  return (
    <div className={styles.filters} role="toolbar" aria-label="Filters" data-filters>
      {children}
      <span className={styles.right}>
        {onClear && (
          <Button variant="quiet" small onClick={onClear}>
            Clear filters
          </Button>
        )}
        <IconButton
          icon={copied ? 'check' : 'link'}
          label={copied ? 'Copied' : 'Copy the link to this view'}
          kbd="L"
          onClick={copy}
        />
      </span>
    </div>
  )
}
