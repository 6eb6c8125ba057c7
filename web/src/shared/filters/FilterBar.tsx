import type { ReactNode } from 'react'

import { useShortcuts } from '@/shared/keys'
import { Button, IconButton, useCopy } from '@/shared/ui'

import styles from './FilterBar.module.css'

interface FilterBarProps {
  /** Chips. */
  children: ReactNode
  /** Clears all filters; undefined without filters. */
  onClear?: (() => void) | undefined
}

/** The filters of a page, sticky while scrolling. */
export function FilterBar({ children, onClear }: FilterBarProps) {
  const { copied, copy } = useCopy()
  const copyLink = () => copy(location.href)
  useShortcuts('This page', [
    { keys: 'l', does: 'Copy link', run: copyLink },
    {
      keys: 'f',
      does: 'Go to filters',
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
          label={copied ? 'Copied' : 'Copy link to this view'}
          kbd="L"
          onClick={copyLink}
        />
      </span>
    </div>
  )
}
