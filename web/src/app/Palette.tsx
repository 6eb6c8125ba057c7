import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type KeyboardEvent, useId, useState, Fragment, useEffect, useRef } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useKeepFilters } from '@/shared/filters/keeping'
import { useScheme } from '@/shared/theme'
import { ErrorMessage, Icon } from '@/shared/ui'
import styles from './Palette.module.css'
import { type Found, useFinding } from './search/finding'

interface PaletteProps {
  /** The initial search text; null while closed. */
  words: string | null
  onClose: () => void
  onKeys: () => void
}

/** Search for titles, assets, audiences, pages and actions (Ctrl K). */
export function Palette({ words, onClose, onKeys }: PaletteProps) {
  return (
    <Modal
      opened={words !== null}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={620}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': 'Search' } }}
    >
      <Finder words={words ?? ''} onClose={onClose} onKeys={onKeys} />
    </Modal>
  )
}

function useActions(onKeys: () => void): Found[] {
  const { scheme, flip } = useScheme()
  const action = (icon: Found['icon'], name: string, about: string, go: () => void): Found => ({
    id: name,
    group: 'Actions',
    icon,
    name,
    about,
    go,
  })
  return [
    action('link', 'Copy link to this page', 'with all filters', () => {
      void navigator.clipboard.writeText(location.href)
    }),
    action(
      scheme === 'dark' ? 'sun' : 'moon',
      scheme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme',
      'appearance',
      flip,
    ),
    action('keyboard', 'Show keyboard shortcuts', '?', onKeys),
  ]
}

interface FinderProps extends Omit<PaletteProps, 'words'> {
  words: string
}

function Finder({ words: begun, onClose, onKeys }: FinderProps) {
  const list = useId()
  const keep = useKeepFilters()
  const [words, setWords] = useState(begun)
  const [asked] = useDebouncedValue(words.trim(), 120)
  const [at, setAt] = useState(0)
  const { found, understood, unknown, error } = useFinding(asked, useActions(onKeys))
  const chosen = Math.min(at, found.length - 1)
  const follow = ({ go }: Found) => {
    onClose()
    if (typeof go === 'string') navigate(keep(go))
    else go()
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const here = found[chosen]
    if (step !== undefined && found.length > 0) setAt((chosen + step + found.length) % found.length)
    else if (event.key === 'Enter' && here) follow(here)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={found[chosen] && `${list}-${chosen}`}
          aria-label="Search titles, assets, audiences and actions"
          placeholder="Search titles, assets, audiences and actions"
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setAt(0)
          }}
          onKeyDown={pressed}
        />
      </div>
      {error && <ErrorMessage error={error} />}
      {(understood.length > 0 || unknown) && (
        <p className={styles.understood} role="status">
          {understood.map((part) => (
            <bdi key={part}>{part}</bdi>
          ))}
          {unknown && <span>not understood: “{unknown}”</span>}
        </p>
      )}
      <PaletteList id={list} found={found} chosen={chosen} onChoose={follow} />
    </>
  )
}

interface PaletteListProps {
  id: string
  found: readonly Found[]
  chosen: number
  onChoose: (found: Found) => void
}

/** The results by kind; the keyboard focus stays in the search field above. */
function PaletteList({ id, found, chosen, onChoose }: PaletteListProps) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen, found])
  return (
    <div id={id} role="listbox" aria-label="Results" className={styles.list}>
      {found.map((one, n) => (
        <Fragment key={one.id}>
          {one.group !== found[n - 1]?.group && (
            <div className={styles.group} role="presentation">
              {one.group}
            </div>
          )}
          {/* The search field handles the keyboard and announces the current option. */}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
          <div
            id={`${id}-${n}`}
            ref={n === chosen ? here : null}
            role="option"
            tabIndex={-1}
            aria-selected={n === chosen}
            className={styles.option}
            onClick={() => onChoose(one)}
          >
            <Icon name={one.icon} />
            <span className={styles.name}>{one.name}</span>
            <span className={styles.about}>{one.about}</span>
          </div>
        </Fragment>
      ))}
    </div>
  )
}
