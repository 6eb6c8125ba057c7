import { Modal } from '@mantine/core'

import { type Group, keys, type Shortcut } from '@/shared/keys'
import { Kbd } from '@/shared/ui'

import styles from './ShortcutSheet.module.css'
import { MOD } from './TopBar'

interface ShortcutSheetProps {
  opened: boolean
  onClose: () => void
}

/** The keyboard shortcuts of this page (?). */
export function ShortcutSheet({ opened, onClose }: ShortcutSheetProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={680}>
      {opened && (
        <div className={styles.groups}>
          {byHeading(keys.groups).map(([heading, shortcuts]) => (
            <section key={heading}>
              <h3>{heading}</h3>
              <dl>
                {shortcuts.map(({ keys, does }) => (
                  <div key={`${keys} ${does}`}>
                    <dt>{does}</dt>
                    <dd>
                      {keys.split(/[ +]/).map((key) => (
                        <Kbd key={key}>{NAMES[key] ?? key.toUpperCase()}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      )}
      <p className={styles.more}>
        <a className="link" href="/licences.txt" target="_blank" rel="noreferrer">
          Open source licences
        </a>
      </p>
    </Modal>
  )
}

/** Return shortcuts by heading: several components may add to one. */
function byHeading(groups: readonly Group[]): [string, readonly Shortcut[]][] {
  const found = new Map<string, readonly Shortcut[]>()
  for (const { heading, shortcuts } of groups) {
    found.set(heading, [...(found.get(heading) ?? []), ...shortcuts])
  }
  return [...found]
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: MOD,
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: 'Space',
}
