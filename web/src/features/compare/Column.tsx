import { Menu } from '@mantine/core'
import { Link } from 'wouter'

import { useKeepFilters } from '@/shared/filters/keeping'
import { mannerOf, Pencil, Poster, Synopsis } from '@/shared/media'
import { Badge, IconButton, Letter } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './Sheet.module.css'
import { misleading } from './comparison'
import { moved, type SetCompare } from './state'
import type { Subject } from './subjects'
import { SyncedClip } from './SyncedClips'
import { badgeOf } from './verdict'
import type { View } from './view'

interface ColumnProps {
  subject: Subject
  /** All compared assets, in order. */
  ids: readonly string[]
  /** The asset that was chosen to compare the others with. */
  reference: string | null
  /** The comparison; null where it is not shown. */
  view: View | null
  set: SetCompare
}

/** The head of a column: the asset, its name, its badge and its menu. */
export function Column({ view, ...about }: ColumnProps) {
  const { subject, set } = about
  const { id, letter, shown } = subject
  const keep = useKeepFilters()
  const verdict = view?.comparison.verdict
  const judged = verdict?.asset === id
  return (
    <div className={styles.column} data-asset={id}>
      <div className={styles.media} data-wide={mannerOf(shown) !== 'picture' || undefined}>
        <Picture subject={subject} onLarge={() => set({ large: id })} />
        {judged && verdict.kind === 'WINNER' && <Pencil kind="ring" />}
        {view && misleading(view.comparison) === id && <Pencil kind="cross" />}
      </div>
      <div className={styles.name}>
        <Letter>{letter}</Letter>
        <Link href={keep(places.title(subject.titleId, id))}>{shown.name}</Link>
        <ColumnMenu {...about} />
      </div>
      {subject.name !== shown.name && <p className="small sub">{subject.titleName}</p>}
      <div className={styles.tag}>{view && <Tag view={view} id={id} />}</div>
    </div>
  )
}

function Picture({ subject, onLarge }: { subject: Subject; onLarge: () => void }) {
  const { shown, id, letter } = subject
  switch (mannerOf(shown)) {
    case 'clip':
      return <SyncedClip asset={shown} letter={letter} />
    case 'words':
      return <Synopsis asset={shown} />
    case 'picture':
      return (
        <button
          type="button"
          className={styles.large}
          aria-label={`Enlarge ${shown.name}`}
          data-large={id}
          onClick={onLarge}
        >
          <Poster asset={shown} sizes="(max-width: 720px) 44vw, 280px" eager letter={letter} />
        </button>
      )
  }
}

/** The badge of an asset: its verdict, or that it is the reference. */
function Tag({ view, id }: { view: View; id: string }) {
  const { comparison, chosen, reference, nameOf } = view
  const arm = comparison.arms.find(({ asset }) => asset === id)
  if (arm?.needsData) return <Badge kind="few" />
  const { kind, words } = badgeOf(comparison)
  const judged = comparison.verdict.asset ?? misleading(comparison)
  if (judged === id) return <Badge kind={kind}>{words}</Badge>
  if (chosen && reference === id) return <Badge kind="no_difference">Reference</Badge>
  const best = comparison.audiences.find((one) => one.best === id && one.differs.includes(id))
  if (best && nameOf(id)) return <Badge kind="wins_with">Best for {best.name}</Badge>
  const open = comparison.verdict.kind === 'KEEP_WAITING'
  return open && arm?.ruledOut ? <Badge kind="ruled_out" /> : null
}

function ColumnMenu({ subject, ids, reference, set }: Omit<ColumnProps, 'view'>) {
  const { id, shown } = subject
  const at = ids.indexOf(id)
  const isReference = reference === id
  const without = ids.filter((one) => one !== id)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <IconButton
          className={styles.menu}
          icon="more"
          label={`Actions for ${shown.name}`}
          data-export="no"
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => set({ against: isReference ? null : id })}>
          {isReference ? 'Compare all pairs' : 'Compare others with this'}
        </Menu.Item>
        <Menu.Item onClick={() => set({ large: id })}>Enlarge</Menu.Item>
        <Menu.Item disabled={at === 0} onClick={() => set({ assets: moved(ids, id, -1) })}>
          Move left
        </Menu.Item>
        <Menu.Item
          disabled={at === ids.length - 1}
          onClick={() => set({ assets: moved(ids, id, 1) })}
        >
          Move right
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            set(isReference ? { assets: without, against: null } : { assets: without })
          }
        >
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
