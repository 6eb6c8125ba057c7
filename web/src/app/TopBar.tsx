import { Link } from 'wouter'

import { usePlace } from '@/shared/page'
import { useScheme } from '@/shared/theme'
import { Icon, IconButton, Kbd } from '@/shared/ui'

import { Freshness } from './Freshness'
import styles from './TopBar.module.css'

/** ⌘ on machines of Apple, Ctrl elsewhere. */
export const MOD = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl'

/** Where one is, what one looks for, how fresh it all is. */
export function TopBar({ onFind }: { onFind: () => void }) {
  const { name, parents } = usePlace()
  const { scheme, flip } = useScheme()
  return (
    <header className={styles.top}>
      <nav className={styles.crumb} aria-label="Where this page is">
        {parents.map((parent) => (
          <span key={parent.href} className={styles.opt}>
            <Link href={parent.href}>{parent.name}</Link>
            <span aria-hidden="true"> / </span>
          </span>
        ))}
        <b aria-current="page">{name}</b>
      </nav>
      <button type="button" className={styles.find} onClick={onFind}>
        <Icon name="search" />
        <span>Find a title, asset, audience or action</span>
        <Kbd>{MOD} K</Kbd>
      </button>
      <Freshness />
      <IconButton className={styles.small} icon="search" label="Find" onClick={onFind} />
      <IconButton
        icon={scheme === 'dark' ? 'sun' : 'moon'}
        label={scheme === 'dark' ? 'Show in light' : 'Show in dark'}
        onClick={flip}
      />
    </header>
  )
}
