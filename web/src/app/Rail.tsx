import { Link } from 'wouter'
import { useKeepFilters } from '@/shared/filters/keeping'
import { Icon } from '@/shared/ui'
import { RAIL } from './pages'
import styles from './Rail.module.css'
import { usePathname } from 'wouter/use-browser-location'

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
  const keep = useKeepFilters()
  return (
    <Link href={keep(page.path)} className={className} aria-current={here ? 'page' : undefined}>
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

/** A frame with a K in it, and the pencil's ring around it. */
function Logo() {
  return (
    <svg width="30" height="34" viewBox="0 0 30 34" fill="none" aria-hidden="true">
      <rect x="7" y="5" width="16" height="24" rx="1.5" fill="var(--ink)" />
      <path d="M11.5 10.5v13M18.8 10.5l-7 6.6 7 6.4" stroke="var(--surface)" strokeWidth="2.4" />
      <path
        d="M4 12C6 3 24-1 27.5 11 31 25 20 33 11.5 31.5 1 29.5 0 18 5.5 9.5 7.5 6.5 10 4 14 3"
        stroke="var(--win)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Return whether the current page is this one, or below it. */
function useHere(path: string): boolean {
  const here = usePathname()
  return here === path || (path !== '/' && here.startsWith(`${path}/`))
}
