import { type CSSProperties, type ReactNode, type RefObject, useRef } from 'react'
import { TakeMenu } from '@/shared/charts/export/TakeMenu'
import { showTick } from '@/shared/charts/kit/units'
import { useEmpty } from '@/shared/figure'
import { useFilters } from '@/shared/filters'
import { measure } from '@/shared/format'
import { Term } from '@/shared/glossary'
import { GuardrailCell, NormCell, PeopleCell, RateCell, WatchCell } from './cells'
import { Column } from './Column'
import { scaleOf, useFacts, useNorms } from './sheet'
import styles from './Sheet.module.css'
import type { SetCompare } from './state'
import type { Subject } from './subjects'
import { SyncBar, SyncProvider } from './SyncedClips'
import { sheetTable } from './taking'
import { daysOf, headlineOf, spokenOf } from './verdict'
import { drawn, type View } from './view'
import { SkeletonCard } from '@/shared/ui'

interface SheetProps {
  /** The assets, in the order of the address bar. */
  subjects: readonly Subject[]
  /** The comparison; null where it may not be shown. */
  view: View | null
  set: SetCompare
  /** Shown instead of the rates. */
  instead?: ReactNode
}

/** Assets side by side: a column for each asset, a row for each measure. */
export function Sheet({ subjects, view, set, instead }: SheetProps) {
  const part = useRef<HTMLDivElement>(null)
  const shown = instead === undefined ? view : null
  return (
    <SyncProvider>
      <section className={styles.around} aria-label="Side by side">
        <SyncBar />
        <div
          ref={part}
          className={styles.sheet}
          style={{ '--assets': subjects.length } as CSSProperties}
        >
          <div className={styles.scroll} tabIndex={-1}>
            <div className={styles.row} data-media>
              <div className={styles.label}>{shown && <Taken part={part} view={shown} />}</div>
              {subjects.map((subject) => (
                <Column
                  key={subject.id}
                  subject={subject}
                  ids={subjects.map(({ id }) => id)}
                  reference={view?.chosen ? view.reference : null}
                  view={shown}
                  set={set}
                />
              ))}
            </div>
            {shown ? <Rows view={shown} /> : <div className={styles.hidden}>{instead}</div>}
          </div>
        </div>
      </section>
    </SyncProvider>
  )
}

function Taken({ part, view }: { part: RefObject<HTMLDivElement | null>; view: View }) {
  const { comparison, subjects, nameOf, saying, source } = view
  const titles = [...new Set(subjects.map(({ titleName }) => titleName))]
  return (
    <span className={styles.take} data-export="no">
      <TakeMenu
        part={part}
        name="Side by side"
        table={sheetTable(view)}
        heading={{
          about: [...titles, daysOf(comparison)].filter(Boolean).join(' · '),
          text: spokenOf(headlineOf(comparison, nameOf, saying)),
        }}
        source={source}
      />
    </span>
  )
}

/** How rates are worked out, where that is not plain counting by first exposure. */
const BASES: Readonly<Record<View['comparison']['basis'], string>> = {
  RAW: '',
  ADJUSTED: 'adjusted to the same people, ',
  WEIGHTED: 'weighted by propensity, ',
}

function Rows({ view }: { view: View }) {
  const [filters] = useFilters()
  const { facts, origin } = useFacts(view, filters)
  const norms = useNorms(view, filters)
  const { comparison, subjects } = view
  const domain = scaleOf(comparison, [...norms.values()])
  const { unit } = drawn(comparison.measure)
  const guards = comparison.arms[0]?.guardrails ?? []
  const isEmpty = useEmpty()
  const cells = (cell: (id: string) => ReactNode) =>
    subjects.map(({ id }) => (
      <div key={id} className={styles.cell} role="cell">
        {cell(id)}
      </div>
    ))
  return (
    <div role="table" aria-label="Measures by asset">
      <div role="row" className="vh">
        <span role="columnheader">Measure</span>
        {subjects.map(({ id, letter, name }) => (
          <span key={id} role="columnheader">
            {letter} {name}
          </span>
        ))}
      </div>
      <Row
        word={comparison.measure}
        label={measure(comparison.measure).label}
        note={`${BASES[comparison.basis]}from ${domain.map((end) => showTick(end, unit)).join(' to ')}${unit === 'rate' ? '%' : ' min'}`}
      >
        {cells((id) => (
          <RateCell view={view} id={id} domain={domain} norm={norms.get(id)} origin={origin} />
        ))}
      </Row>
      {guards.map(({ measure: name, margin }) => (
        <Row
          key={name}
          word={name}
          label={measure(name).label}
          note={`guardrail: max. ${Math.round(margin * 100)}% worse`}
        >
          {cells((id) => (
            <GuardrailCell view={view} id={id} name={name} />
          ))}
        </Row>
      ))}
      {!isEmpty('watch_seconds') && (
        <Row word="watch_seconds_per_profile" label="Watch time" note="per person, all exposures">
          {cells((id) => (
            <WatchCell facts={facts.get(id)} origin={origin} of={view.nameOf(id)} />
          ))}
        </Row>
      )}
      {norms.size > 0 && (
        <Row word="norm" label="Norm" note="among similar assets">
          {cells((id) => (
            <NormCell norm={norms.get(id)} />
          ))}
        </Row>
      )}
      <Row word="reach" label="People compared" note="by first exposure">
        {cells((id) => (
          <PeopleCell view={view} id={id} />
        ))}
      </Row>
    </div>
  )
}

interface RowProps {
  word: string
  label: string
  note: string
  children: ReactNode
}

function Row({ word, label, note, children }: RowProps) {
  return (
    <div className={styles.row} role="row">
      <div className={styles.label} role="rowheader">
        <span>
          <Term word={word}>{label}</Term>
        </span>
        <small>{note}</small>
      </div>
      {children}
    </div>
  )
}

/** The sheet while it is loading. */
export function SheetSkeleton({ assets }: { assets: number }) {
  return (
    <div className={styles.around}>
      <div className={styles.sheet} style={{ '--assets': assets } as CSSProperties}>
        <div className={styles.row} data-media>
          <div className={styles.label} />
          {Array.from({ length: assets }, (_, at) => (
            <SkeletonCard key={at} />
          ))}
        </div>
      </div>
    </div>
  )
}
