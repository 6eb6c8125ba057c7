import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

import { graphql, useAsk } from '@/shared/api'
import { count, words } from '@/shared/format'
import { SHOWN, type Shown, Thumb } from '@/shared/media'
import { ErrorMessage, Icon } from '@/shared/ui'

import styles from './Picker.module.css'

const FIND = graphql(
  `
    query FindAssets($words: String!) {
      titles(first: 4, words: $words) {
        edges {
          node {
            name
            tests {
              name
              assets
            }
            assets(first: 12) {
              totalCount
              edges {
                node {
                  ...Shown
                }
              }
            }
          }
        }
      }
      assets(first: 8, words: $words) {
        edges {
          node {
            ...Shown
            title {
              name
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

/** Assets of a title to choose from, and its tests to choose as a whole. */
interface Group {
  title: string
  assets: readonly Shown[]
  tests: readonly Test[]
  /** How many assets the title has. */
  total: number
}

interface Test {
  name: string
  assets: readonly string[]
}

interface PickerProps {
  picked: readonly string[]
  /** Titles whose assets are suggested before searching. */
  titles?: readonly {
    name: string
    tests: readonly Test[]
    assets: { totalCount: number; edges: readonly { node: Shown }[] }
  }[]
  onPick: (asset: string) => void
  /** Replaces the picked assets by those of a test. */
  onTest?: (assets: readonly string[]) => void
}

/** Assets of a title that are suggested before searching. */
const SUGGESTED = 100

/** Search for assets by their names and by those of titles. */
export function Picker({ picked, titles = [], onPick, onTest }: PickerProps) {
  const [text, setText] = useState('')
  const [sought] = useDebouncedValue(text.trim(), 120)
  const { data, error } = useAsk(FIND, { words: sought }, { enabled: sought !== '', keep: true })
  const own = titles.map(({ name, tests, assets }) => ({
    title: name,
    tests,
    assets: nodes(assets).slice(0, SUGGESTED),
    total: assets.totalCount,
  }))
  const groups = sought === '' ? own : data ? grouped(data) : []
  const shown = groups
    .map(({ title, tests, assets, total }) => ({
      title,
      more: total - assets.length,
      tests: onTest ? tests.filter((test) => !allIn(test.assets, picked)) : [],
      assets: assets.filter(({ assetId }) => !picked.includes(assetId)),
    }))
    .filter(({ assets }) => assets.length > 0)
  return (
    <div className={styles.picker}>
      <input
        className={styles.field}
        type="search"
        placeholder="Search titles and assets"
        aria-label="Search titles and assets"
        value={text}
        data-autofocus
        onChange={(event) => setText(event.target.value)}
      />
      {error && <ErrorMessage error={error} />}
      <div className={styles.found}>
        {shown.map(({ title, tests, assets, more }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            {tests.map((test) => (
              <button
                key={test.name}
                type="button"
                className={styles.test}
                onClick={() => onTest?.(test.assets)}
              >
                <Icon name="compare" />
                <span>Test with {count(test.assets.length, 'asset')}</span>
                <span className="sub small">{test.name}</span>
              </button>
            ))}
            {assets.map((asset) => (
              <button
                key={asset.assetId}
                type="button"
                className={styles.asset}
                onClick={() => onPick(asset.assetId)}
              >
                <Thumb asset={asset} width={26} ratio="2/3" />
                <span>{asset.name}</span>
                <span className="sub small">{words(asset.assetType ?? 'asset')}</span>
              </button>
            ))}
            {more > 0 && (
              <p className="sub small">{count(more, 'more asset')}. Search for one by its name.</p>
            )}
          </section>
        ))}
        {shown.length === 0 && sought !== '' && data && <p className="sub">No results.</p>}
      </div>
    </div>
  )
}

function nodes({ edges }: { edges: readonly { node: Shown }[] }): Shown[] {
  return edges.map(({ node }) => node)
}

interface Found {
  titles: {
    edges: readonly {
      node: {
        name: string
        tests: Test[]
        assets: { totalCount: number; edges: { node: Shown }[] }
      }
    }[]
  }
  assets: { edges: readonly { node: Shown & { title: { name: string } | null } }[] }
}

/** Return results by title: matching titles first, then single assets. */
function grouped({ titles, assets }: Found): Group[] {
  const groups = new Map<string, Shown[]>()
  const put = (title: string, asset: Shown) => {
    const known = groups.get(title) ?? []
    if (known.some(({ assetId }) => assetId === asset.assetId)) return
    groups.set(title, [...known, asset])
  }
  const tests = new Map(titles.edges.map(({ node }) => [node.name, node.tests]))
  const totals = new Map(titles.edges.map(({ node }) => [node.name, node.assets.totalCount]))
  for (const { node } of titles.edges) nodes(node.assets).forEach((one) => put(node.name, one))
  for (const { node } of assets.edges) put(node.title?.name ?? 'Other assets', node)
  return [...groups].map(([title, found]) => ({
    title,
    tests: tests.get(title) ?? [],
    assets: found,
    total: totals.get(title) ?? found.length,
  }))
}

/** Return whether exactly the assets of a test are picked. */
function allIn(test: readonly string[], picked: readonly string[]): boolean {
  return test.length === picked.length && test.every((asset) => picked.includes(asset))
}
