import { Menu } from '@mantine/core'
import { navigate } from 'wouter/use-browser-location'

import { useKeepFilters } from '@/shared/filters/keeping'
import { Icon } from '@/shared/ui'

import { RAIL } from './pages'
import { PageLink } from './Rail'
import styles from './Tabs.module.css'

const PLACES = 5

/** The tab bar on phones: as many pages as fit, the others under More. */
export function Tabs() {
  const keep = useKeepFilters()
  const all = RAIL.length <= PLACES
  const shown = all ? RAIL : RAIL.slice(0, PLACES - 1)
  const rest = RAIL.slice(shown.length)
  if (RAIL.length === 0) return null
  return (
    <nav className={styles.tabs} aria-label="Pages">
      {shown.map((page) => (
        <PageLink key={page.path} page={page} className={styles.tab} />
      ))}
      {!all && (
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <button type="button" className={styles.tab}>
              <Icon name="more" />
              <span>More</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((page) => (
              <Menu.Item
                key={page.path}
                leftSection={<Icon name={page.icon} />}
                onClick={() => navigate(keep(page.path))}
              >
                {page.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  )
}
