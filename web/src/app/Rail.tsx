import { Link } from 'wouter'

import { Icon } from '@/shared/ui'

import { Logo } from './Logo'
import { RAIL } from './pages'
import styles from './Rail.module.css'
import { useHere } from './useHere'

type Entry = (typeof RAIL)[number]

const nobody = () => null

function Dot({ page }: { page: Entry }) {
  const count = (page.useCount ?? nobody)()
  if (!count) return null
  return (
    <span className={styles.dot}>
      {count > 99 ? '99+' : count}
      <span className="vh"> new</span>
    </span>
  )
}

/** A link to a page, in the rail or in the tab bar. */
export function PageLink({ page, className }: { page: Entry; className: string | undefined }) {
  const here = useHere(page.path)
  return (
    <Link href={page.path} className={className} aria-current={here ? 'page' : undefined}>
      <Icon name={page.icon} />
      <Dot page={page} />
      <span>{page.name}</span>
    </Link>
  )
}

/** The navigation at the left. */
export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Pages">
      <Link href="/" className={styles.logo} aria-label="Keyart, home">
        <Logo />
      </Link>
      {RAIL.filter(({ foot }) => !foot).map((page) => (
        <PageLink key={page.path} page={page} className={styles.nav} />
      ))}
      <span className={styles.gap} />
      {RAIL.filter(({ foot }) => foot).map((page) => (
        <PageLink key={page.path} page={page} className={styles.nav} />
      ))}
    </nav>
  )
}
