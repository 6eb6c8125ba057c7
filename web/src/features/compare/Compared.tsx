import { Suspense, useEffect } from 'react'
import { useEmpty } from '@/shared/figure'
import { narrowed, useFilters } from '@/shared/filters'
import { Lightbox, mannerOf, kindName } from '@/shared/media'
import { lazily, usePage } from '@/shared/page'
import { Button, ErrorMessage, Message, PageHeader, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'
import styles from './Compare.module.css'
import { type Comparison, useComparison, withoutEmpty } from './comparison'
import { CompareFilters } from './Filters'
import { RatesHidden, TooFew, Warnings } from './Warnings'
import { Sheet, SheetSkeleton } from './Sheet'
import { type Compare, LEAST, type SetCompare } from './state'
import { type Subjects, useSubjects } from './subjects'
import { useCompleteUntil } from './until'
import { useCompareKeys } from './useCompareKeys'
import { Verdict, VerdictSkeleton } from './Verdict'
import { type View, viewOf } from './view'

const loadEvidence = () => import('./Evidence')
const Evidence = lazily(loadEvidence)

interface ComparedProps {
  assets: readonly string[]
  state: Compare
  set: SetCompare
}

/** The comparison of two to six assets. */
export function Compared({ assets, state, set }: ComparedProps) {
  const known = useSubjects(assets)
  const [filters] = useFilters()
  const judged = assets.filter((id) => !known.missing.includes(id))
  const request = { assets: judged, state, filters }
  const answer = useComparison(request, { enabled: judged.length >= LEAST })
  const isEmpty = useEmpty()
  const few = answer.data?.compare === null
  const comparison =
    answer.data?.compare && fits(answer.data.compare, assets) ? answer.data.compare : null
  const view =
    comparison && !known.loading
      ? viewOf(withoutEmpty(comparison, isEmpty), known.subjects, state.against)
      : null
  const asOf = useCompleteUntil(comparison, few)
  const wrong = !known.loading && (answer.error !== null || judged.length < LEAST)
  usePage(nameOf(known), parentsOf(known))
  useEffect(() => void loadEvidence().catch(() => undefined), [])
  useCompareKeys({ known, against: state.against, set })
  return (
    <div
      className={styles.page}
      data-fetching={answer.isFetching || undefined}
      data-narrowed={narrows(filters) || undefined}
    >
      {few || wrong ? (
        <PageHeader
          title={nameOf(known)}
          answer={
            few
              ? 'Too few people to compare these assets here.'
              : 'Fix the problem below to see the comparison.'
          }
        />
      ) : view ? (
        <Verdict view={view} request={request} titles={known.titles.map(({ name }) => name)} />
      ) : (
        <VerdictSkeleton assets={assets.length} />
      )}
      <CompareFilters assets={assets} state={state} set={set} known={known} asOf={asOf} />
      {known.missing.length > 0 && <Gone ids={known.missing} assets={assets} set={set} />}
      {known.error && <ErrorMessage error={known.error} />}
      {wrong ? (
        answer.error && (
          <div className={styles.warnings}>
            <ErrorMessage error={answer.error} retry={() => void answer.refetch()} />
          </div>
        )
      ) : few && !known.loading ? (
        <Sheet
          subjects={known.subjects}
          view={null}
          set={set}
          instead={<TooFew clips={hasClips(known)} />}
        />
      ) : view ? (
        <Judged view={view} request={request} state={state} set={set} known={known} />
      ) : (
        <SheetSkeleton assets={assets.length} />
      )}
      <Lightbox
        assets={known.subjects.map(({ shown }) => shown)}
        shown={state.large}
        onShow={(large) => set({ large }, { replace: true })}
        letterOf={(id) => known.subjects.find((one) => one.id === id)?.letter}
      />
    </div>
  )
}

/** Return whether an answer, which may be the previous one, is about these assets. */
function fits({ arms }: Comparison, assets: readonly string[]): boolean {
  return arms.filter(({ asset }) => assets.includes(asset)).length >= LEAST
}

function hasClips({ subjects }: Subjects): boolean {
  return subjects.some(({ shown }) => mannerOf(shown) === 'clip')
}

/** Return whether filters narrow a comparison down. */
function narrows(filters: Parameters<typeof narrowed>[0]): boolean {
  return Object.values(narrowed(filters)).some((value) => value !== null)
}

interface JudgedProps {
  view: View
  request: Parameters<typeof useComparison>[0]
  state: Compare
  set: SetCompare
  known: Subjects
}

function Judged({ view, request, state, set, known }: JudgedProps) {
  const hidden = view.comparison.verdict.kind === 'DONT_TRUST' && !state.anyway
  return (
    <>
      <Warnings
        view={view}
        set={set}
        anyway={state.anyway}
        phases={known.choices.find(({ dimension }) => dimension === 'phase')?.values ?? []}
        several={known.titles.length > 1}
        tests={known.titles.length === 1 ? (known.titles[0]?.tests ?? []) : []}
      />
      <Sheet
        subjects={view.subjects}
        view={view}
        set={set}
        {...(hidden && { instead: <RatesHidden set={set} /> })}
      />
      <Suspense fallback={<Skeleton height="320px" />}>
        <Evidence view={view} request={request} state={state} set={set} hidden={hidden} />
      </Suspense>
      <p className={styles.printed}>
        {view.source} · {location.href}
      </p>
    </>
  )
}

function Gone({
  ids,
  assets,
  set,
}: {
  ids: readonly string[]
  assets: readonly string[]
  set: SetCompare
}) {
  return (
    <div className={styles.warnings}>
      <Message
        tone="error"
        fact={`No asset has id ${ids.join(' or ')}.`}
        action={
          <Button small onClick={() => set({ assets: assets.filter((one) => !ids.includes(one)) })}>
            Remove {ids.length === 1 ? 'it' : 'them'}
          </Button>
        }
      >
        The link may be from another store, or the asset was renamed.
      </Message>
    </div>
  )
}

function nameOf({ subjects }: Subjects): string {
  if (subjects.length < LEAST) return 'Compare'
  const types = new Set(subjects.map(({ shown }) => shown.assetType ?? ''))
  const [type = ''] = types
  return `Compare ${subjects.length} ${kindName(types.size === 1 && type ? type : 'asset', 2)}`
}

function parentsOf({ titles }: Subjects) {
  return titles.length === 1 && titles[0]
    ? [{ name: titles[0].name, href: places.title(titles[0].titleId) }]
    : []
}
