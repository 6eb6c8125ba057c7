import { Suspense, useMemo } from 'react'
import { FilterChips, useKeepFilters, useUsualFilters } from '@/shared/filters'
import { Lightbox, letters } from '@/shared/media'
import { lazily } from '@/shared/page'
import { ErrorMessage, Loading, Skeleton, Button, ButtonLink, Tray, Message } from '@/shared/ui'
import { useUrlState, places, type SetState } from '@/shared/url'
import { Gallery } from './Gallery'
import { assetsOf, type Title } from './head'
import { LineUpPart } from './LineUpPart'
import { placedOf } from './placed'
import { filtersOf, VIEW } from './state'
import { TitleHeader } from './TitleHeader'
import { TitleTotals } from './TitleTotals'
import styles from './TitleView.module.css'
import { useDays } from './days'
import { scopeOf, useTitle, type Known, type View } from './useTitle'
import { useLocation } from 'wouter'
import { useShortcuts } from '@/shared/keys'
import { readableReason } from '@/shared/format'
import trust from './Trust.module.css'

const Evidence = lazily(() => import('./Evidence'))

/** The page of a title, with the state in its address. */
export function TitleView({ title }: { title: Title }) {
  const { schema, usual } = useMemo(() => filtersOf(title.filterValues), [title])
  const [filters, setFilters] = useUrlState(schema)
  const [view, setView] = useUrlState(VIEW)
  useUsualFilters(usual)
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

interface TitleTrayProps {
  picked: readonly string[]
  letterOf: (assetId: string) => string
  setView: SetState<typeof VIEW>
}

/** The picked assets, with a link to compare them. */
function TitleTray({ picked, letterOf, setView }: TitleTrayProps) {
  const [, navigate] = useLocation()
  const compare = useKeepFilters()(places.compare(picked))
  useShortcuts('Picked', [
    {
      keys: 'c',
      does: 'Compare picked assets',
      run: () => {
        if (picked.length > 1) navigate(compare)
      },
    },
  ])
  return (
    <Tray letters={picked.map(letterOf)}>
      <Button small variant="quiet" onClick={() => setView({ picked: [] })}>
        Clear
      </Button>
      <ButtonLink small href={compare} kbd="C">
        Compare
      </ButtonLink>
    </Tray>
  )
}

interface TrustProps {
  known: Known
  view: View
  setView: SetState<typeof VIEW>
}

/** The warning about a broken test. */
function Trust({ known, view, setView }: TrustProps) {
  const { comparison } = known.evidence
  if (comparison?.verdict.kind !== 'DONT_TRUST') return null
  const hidden = view.anyway === ''
  return (
    <div className={trust.trust}>
      <Message
        tone="stale"
        fact={
          hidden ? 'Rates are hidden: they’d be misleading.' : 'These rates are from a broken test.'
        }
        action={
          <Button small onClick={() => setView({ anyway: hidden ? 'yes' : '' })}>
            {hidden ? 'Show anyway' : 'Hide rates'}
          </Button>
        }
      >
        {comparison.verdict.reasons.map(readableReason).join(' ')}
      </Message>
    </div>
  )
}
