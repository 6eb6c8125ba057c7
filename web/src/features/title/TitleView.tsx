import { lazy, Suspense, useMemo } from 'react'

import { FilterChips } from '@/shared/filters'
import { Lightbox, letters } from '@/shared/media'
import { ErrorMessage, Loading, Skeleton } from '@/shared/ui'
import { useUrlState } from '@/shared/url'

import { Gallery } from './Gallery'
import { assetsOf, type Title } from './head'
import { LineUpPart } from './LineUpPart'
import { placedOf } from './placed'
import { filtersOf, VIEW } from './state'
import { TitleHeader } from './TitleHeader'
import { TitleTotals } from './TitleTotals'
import { TitleTray } from './TitleTray'
import styles from './TitleView.module.css'
import { Trust } from './Trust'
import { useDays } from './useDays'
import { scopeOf, useTitle } from './useTitle'

const Evidence = lazy(() => import('./Evidence'))

/** The page of a title, with the state in its address. */
export function TitleView({ title }: { title: Title }) {
  const { schema, usual } = useMemo(() => filtersOf(title.filterValues), [title])
  const [filters, setFilters] = useUrlState(schema)
  const [view, setView] = useUrlState(VIEW)
  const scope = scopeOf(title, filters, view)
  const known = useTitle(scope)
  const assets = assetsOf(title)
  const named = useMemo(() => letters(assetsOf(title)), [title])
  const letterOf = (id: string) => named.get(id) ?? ''
  useDays(filters, setFilters, known.origin?.asOf ?? null)
  const placed = useMemo(
    () => placedOf({ assets: assetsOf(title), known, view, letters: named }),
    [title, known, view, named],
  )
  return (
    <div className={styles.view} aria-busy={known.stale}>
      <TitleHeader scope={scope} known={known} placed={placed} />
      <FilterChips
        filters={filters}
        onChange={setFilters}
        choices={title.filterValues}
        asOf={known.origin?.asOf ?? null}
        launchedAt={title.launchedAt}
        usual={['country', 'device', 'placement', 'phase']}
        cleared={{ where: usual, audience: '', since: null, until: null, tz: 'UTC' }}
      />
      {known.error && <ErrorMessage error={known.error} retry={known.again} />}
      <TitleTotals known={known} />
      <Trust known={known} view={view} setView={setView} />
      <LineUpPart scope={scope} placed={placed} view={view} setView={setView} known={known} />
      <Gallery scope={scope} placed={placed} view={view} setView={setView} known={known} />
      {known.figures === null ? (
        known.error === null && <Waiting />
      ) : (
        <Suspense fallback={<Waiting />}>
          <Evidence scope={scope} placed={placed} known={known} setView={setView} />
        </Suspense>
      )}
      <TitleTray picked={view.picked} letterOf={letterOf} setView={setView} />
      <Lightbox
        assets={assets}
        shown={view.large}
        onShow={(large) => setView({ large }, { replace: view.large !== null && large !== null })}
        letterOf={letterOf}
      />
    </div>
  )
}

function Waiting() {
  return (
    <>
      <Loading what="evidence" />
      <Skeleton height="360px" />
    </>
  )
}
