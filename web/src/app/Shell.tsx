import { type ReactNode, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { useKeepFilters } from '@/shared/filters/keeping'
import { closeFinder, openFinder, useFinder } from '@/shared/find'
import { useShortcuts } from '@/shared/keys'

import { Offline } from './Offline'
import { Palette } from './Palette'
import { Rail } from './Rail'
import { RAIL } from './pages'
import styles from './Shell.module.css'
import { ShortcutSheet } from './ShortcutSheet'
import { Tabs } from './Tabs'
import { TopBar } from './TopBar'
import { useArrival } from './useArrival'
import { useSettledSign } from './useSettledSign'

/** Around every page: the rail, the top bar, the palette, the list of shortcuts. */
export function Shell({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null)
  const [keysShown, setKeysShown] = useState(false)
  const sought = useFinder()
  const keep = useKeepFilters()
  useArrival(main)
  useSettledSign()
  useShortcuts('Everywhere', [
    { keys: 'Mod+k', does: 'Search', run: () => openFinder(), always: true },
    { keys: '/', does: 'Search', run: () => openFinder() },
    { keys: '?', does: 'Show keyboard shortcuts', run: () => setKeysShown(true) },
  ])
  useShortcuts(
    'Go to',
    RAIL.map((page) => ({
      keys: `g ${page.key}`,
      does: page.name,
      run: () => navigate(keep(page.path)),
    })),
  )
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <div className={styles.shell}>
        <Rail />
        <div className={styles.column}>
          <TopBar onFind={() => openFinder()} />
          <main ref={main} id="main" tabIndex={-1} className={styles.page}>
            <Offline />
            {children}
          </main>
        </div>
      </div>
      <Tabs />
      <Palette words={sought} onClose={closeFinder} onKeys={() => setKeysShown(true)} />
      <ShortcutSheet opened={keysShown} onClose={() => setKeysShown(false)} />
    </>
  )
}
