import { Link } from 'wouter'

import { useKeepFilters } from '@/shared/filters/keeping'
import { Thumb } from '@/shared/media'
import { places } from '@/shared/url'

import type { Answer, Row } from './answer'
import styles from './KeyCell.module.css'
import type { Assets } from './useAssets'

interface KeyCellProps {
  answer: Answer
  row: Row
  /** The name of the dimension. */
  name: string
  assets: Assets
}

/** The value of a dimension: titles and assets link to their page, assets have their picture. */
export function KeyCell({ answer, row, name, assets }: KeyCellProps) {
  const called = answer.name(row, name)
  const id = answer.id(row, name)
  const keep = useKeepFilters()
  if (answer.cell(row, name) === null) return <span className="sub">{called}</span>
  if (name === 'asset') return <AssetCell called={called} asset={assets.get(id)} />
  const href = hrefOf(name, id)
  return href === null ? (
    <span title={called}>{called}</span>
  ) : (
    <Link href={keep(href)} className={styles.link} title={called}>
      {called}
    </Link>
  )
}

function hrefOf(name: string, id: string): string | null {
  if (name === 'title' || name === 'series') return places.title(id)
  return name === 'audience' ? places.audience(id) : null
}

interface AssetCellProps {
  called: string
  asset: ReturnType<Assets['get']>
}

function AssetCell({ called, asset }: AssetCellProps) {
  const keep = useKeepFilters()
  if (!asset) return <span title={called}>{called}</span>
  const { shown, title, titleName } = asset
  return (
    <Link
      href={keep(places.title(title, shown.assetId))}
      className={styles.asset}
      title={`${called}, ${titleName}`}
    >
      <span className={styles.frame}>
        <Thumb asset={shown} width={22} ratio="2/3" />
      </span>
      <span className={styles.words}>
        {called} <span className="sub">{titleName}</span>
      </span>
    </Link>
  )
}
