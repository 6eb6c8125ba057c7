import { nameOf, inWords, read, useNames } from '@/shared/expression'
import { Link } from 'wouter'

import { Figure, fewer, useSmallestCell, whyFewer } from '@/shared/figure'
import { listed, number, relative } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Tip } from '@/shared/ui'
import { places } from '@/shared/url'

import type { Audience } from './asking'
import styles from './AudienceRow.module.css'
import { growthOf } from './choosing'

const TAGS = 4
const POSTERS = 4

interface AudienceRowProps {
  audience: Audience
  /** The size of the largest in the list. */
  most: number
  picked: boolean
  /** Whether no more audiences can be selected. */
  full: boolean
  onPick: () => void
}

/** An audience: its definition, its titles, its size. */
export function AudienceRow({ audience, most, picked, full, onPick }: AudienceRowProps) {
  const name = nameOf(audience)
  return (
    <li className={styles.row}>
      <input
        type="checkbox"
        className={styles.pick}
        aria-label={`Overlap of ${name}`}
        checked={picked}
        disabled={(full && !picked) || audience.profiles === null}
        onChange={onPick}
      />
      <div className={styles.words}>
        <Link href={places.audience(audience.name)} className={styles.name}>
          {name}
        </Link>
        <p className="small sub">
          <Defined audience={audience} />
        </p>
      </div>
      <Posters audience={audience} />
      <Size audience={audience} most={most} />
    </li>
  )
}

/** The definition of an audience. */
function Defined({ audience }: { audience: Audience }) {
  const { tags, text, note, owner } = audience
  const expression = text === null ? null : read(text)
  const names = useNames(expression)
  if (tags.length > 0) return tags.slice(0, TAGS).join(', ')
  if (expression) return inWords(expression, names)
  return text ?? note ?? (owner ? `Uploaded by ${owner}` : 'Uploaded list')
}

function Posters({ audience: { titles } }: { audience: Audience }) {
  const drawn = titles.flatMap(({ assets }) => assets.edges.map(({ node }) => node))
  if (drawn.length === 0) return null
  const names = titles.slice(0, POSTERS).map(({ name }) => name)
  return (
    <span className={styles.posters}>
      <span className="vh">Defined by {listed(names)}</span>
      {drawn.slice(0, POSTERS).map((asset) => (
        <Thumb key={asset.assetId} asset={asset} width={24} ratio="2/3" />
      ))}
    </span>
  )
}

function Size({ audience, most }: { audience: Audience; most: number }) {
  const least = useSmallestCell()
  const { profiles } = audience
  const growth = growthOf(audience)
  if (profiles === null) {
    return (
      <div className={styles.size}>
        <Tip tip={whyFewer(least)}>
          <button type="button" className={styles.few}>
            {fewer(least)}
          </button>
        </Tip>
      </div>
    )
  }
  return (
    <div className={styles.size}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${(100 * profiles) / most}%` }} />
      </span>
      <Figure
        size="text"
        measure="profiles"
        of={nameOf(audience)}
        parts="Eligible profiles, counted exactly."
        value={number(profiles)}
      />
      {growth !== null && <span className="small sub num">{relative(growth, 1)}</span>}
    </div>
  )
}
