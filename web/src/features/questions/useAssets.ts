import { useMemo } from 'react'

import { useAsk } from '@/shared/api'
import type { Shown } from '@/shared/media'

import { ANSWER, type Answer, type Row } from './answer'
import { understood } from './understood'

/** What a table shows of an asset beside its name: its picture and its title. */
export interface AssetOf {
  shown: Shown
  title: string
  titleName: string
}

export type Assets = ReadonlyMap<string, AssetOf>

const MOST = 1000
const NONE: Assets = new Map()

/** The assets that an answer is grouped by: all of them, or the first where there are very many. */
export function useAssets(answer: Answer | null): Assets {
  const ids = useMemo(() => {
    if (!answer?.keys.includes('asset')) return []
    return [...new Set(answer.rows.map((row) => answer.id(row, 'asset')))].slice(0, MOST).sort()
  }, [answer])
  const ask = {
    measures: ['impressions'],
    by: ['asset', 'title', 'asset_type', 'asset.uri'],
    where: { asset: ids },
    labels: true,
  }
  const { data } = useAsk(ANSWER, { ask }, { enabled: ids.length > 0, keep: true })
  return useMemo(() => (data ? assetsOf(understood(data.question)) : NONE), [data])
}

function assetsOf(answer: Answer): Assets {
  return new Map(answer.rows.map((row) => [answer.id(row, 'asset'), assetOf(answer, row)]))
}

function assetOf(answer: Answer, row: Row): AssetOf {
  const word = (column: string) => {
    const cell = answer.cell(row, column)
    return cell === null ? null : String(cell)
  }
  return {
    shown: {
      assetId: answer.id(row, 'asset'),
      name: answer.name(row, 'asset'),
      assetType: word('asset_type'),
      uri: word('asset.uri'),
      text: null,
      aspect: null,
    },
    title: answer.id(row, 'title'),
    titleName: answer.name(row, 'title'),
  }
}
