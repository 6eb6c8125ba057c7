import { type ReactNode, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { useShortcuts } from '@/shared/keys'

import { Palette } from './Palette'
import { Rail } from './Rail'
import { RAIL } from './pages'
import styles from './Shell.module.css'
import { ShortcutSheet } from './ShortcutSheet'
import { Tabs } from './Tabs'
import { TopBar } from './TopBar'
import { useArrival } from './useArrival'

/** What surrounds every page: the rail, the bar at the top, the palette, the sheet of shortcuts. */
export function Shell({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null)
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  useArrival(main)
  useShortcuts('Everywhere', [
    { keys: 'Mod+k', does: 'Find anything', run: () => setOpen('palette'), always: true },
    { keys: '/', does: 'Find anything', run: () => setOpen('palette') },
    { keys: '?', does: 'Show these shortcuts', run: () => setOpen('keys') },
  ])
  useShortcuts(
    'Go to',
    RAIL.map((page) => ({
      keys: `g ${page.key}`,
      does: page.name,
      run: () => navigate(page.path),
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
          <TopBar onFind={() => setOpen('palette')} />
          <main ref={main} id="main" tabIndex={-1} className={styles.page}>
            {children}
          </main>
        </div>
      </div>
      <Tabs />
      <Palette
        opened={open === 'palette'}
        onClose={() => setOpen(null)}
        onKeys={() => setOpen('keys')}
      />
      <ShortcutSheet opened={open === 'keys'} onClose={() => setOpen(null)} />
    </>
  )
}
