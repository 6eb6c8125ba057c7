import { useMemo } from 'react'
import { useAsk } from '@/shared/api'
import type { Shown } from '@/shared/media'
import { ANSWER, type Answer, understood } from './answer'

/** An asset in a table: its picture and its title. */
interface AssetOf {
  shown: Shown
  title: string
  titleName: string
}

export type Assets = ReadonlyMap<string, AssetOf>

const MOST = 1000
const NONE: Assets = new Map()

/** Load the assets that an answer is grouped by, up to a maximum. */
export function useAssets(answer: Answer | null): Assets {
  const ids = useMemo(() => {
    if (!answer?.keys.includes('asset')) return []
    return [...new Set(answer.rows.map((row) => answer.id(row, 'asset')))].slice(0, MOST).sort()
  }, [answer])
  const titles = useDimension('title', ids)
  const files = useDimension('asset.uri', ids)
  return useMemo(() => (titles ? assetsOf(titles, files) : NONE), [titles, files])
}

/** Load a dimension of assets; one at a time, as two might be more groups than an engine allows. */
function useDimension(name: string, ids: readonly string[]): Answer | null {
  const ask = {
    measures: ['impressions'],
    by: ['asset', name],
    where: { asset: ids },
    labels: true,
  }
  const { data } = useAsk(ANSWER, { ask }, { enabled: ids.length > 0, keep: true })
  return data ? understood(data.question) : null
}

function assetsOf(titles: Answer, files: Answer | null): Assets {
  const uris = new Map(
    files?.rows.map((row) => [files.id(row, 'asset'), files.cell(row, 'asset.uri')]),
  )
  return new Map(
    titles.rows.map((row): [string, AssetOf] => {
      const assetId = titles.id(row, 'asset')
      const uri = uris.get(assetId) ?? null
      const shown = {
        assetId,
        name: titles.name(row, 'asset'),
        assetType: null,
        uri: uri === null ? null : String(uri),
        text: uri === null ? '' : null, // text assets have no file
        aspect: null,
      }
      return [
        assetId,
        { shown, title: titles.id(row, 'title'), titleName: titles.name(row, 'title') },
      ]
    }),
  )
}
