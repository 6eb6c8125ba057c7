import { Link } from 'wouter'

import { useKeepFilters } from '@/shared/filters/keeping'
import { usePlace } from '@/shared/page'
import { useScheme } from '@/shared/theme'
import { Icon, IconButton, Kbd } from '@/shared/ui'

import { Freshness } from './Freshness'
import styles from './TopBar.module.css'

/** ⌘ on Apple devices, Ctrl elsewhere. */
export const MOD = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl'

/** Breadcrumbs, search, and how fresh the data is. */
export function TopBar({ onFind }: { onFind: () => void }) {
  const { name, parents } = usePlace()
  const keep = useKeepFilters()
  const { scheme, flip } = useScheme()
  return (
    <header className={styles.top}>
      <nav className={styles.crumb} aria-label="Breadcrumbs">
        {parents.map((parent) => (
          <span key={parent.href} className={styles.opt}>
            <Link href={keep(parent.href)}>{parent.name}</Link>
            <span aria-hidden="true"> / </span>
          </span>
        ))}
        <b aria-current="page">{name}</b>
      </nav>
      <button type="button" className={styles.find} onClick={onFind}>
        <Icon name="search" />
        <span>Search titles, assets, audiences and actions</span>
        <Kbd>{MOD} K</Kbd>
      </button>
      <Freshness />
      <IconButton className={styles.small} icon="search" label="Search" onClick={onFind} />
      <IconButton
        icon={scheme === 'dark' ? 'sun' : 'moon'}
        label={scheme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme'}
        onClick={flip}
      />
    </header>
  )
}
