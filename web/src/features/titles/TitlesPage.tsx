import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { count, number, words } from '@/shared/format'
import { usePage } from '@/shared/page'
import { Empty, ErrorMessage, Loading, PageHeader, Segmented, SkeletonCard } from '@/shared/ui'
import { choice, text, useUrlState } from '@/shared/url'
import { type Entry, inOrder, shownOf, type Sort, SORTS, typesOf, useCatalogue } from './catalogue'
import { Finder } from './Finder'
import { Grid } from './Grid'
import styles from './TitlesPage.module.css'

const STATE = { words: text(), type: text(), sort: choice(['', ...SORTS], '') }

const PATIENCE = 120

/** All titles with their posters, sorted or searched. */
export default function TitlesPage() {
  usePage('Titles')
  const [state, set] = useUrlState(STATE)
  const [sought] = useDebouncedValue(state.words.trim(), PATIENCE)
  const { entries, total, complete, origin, error, again } = useCatalogue(sought)
  const sort: Sort = state.sort || (sought === '' ? 'recent' : 'likely')
  const shown = useMemo(
    () => entries && inOrder(shownOf(entries, state.type, sought !== ''), sort),
    [entries, state.type, sort, sought],
  )
  if (error) return <ErrorMessage error={error} retry={again} />
  return (
    <>
      <PageHeader
        title="Titles"
        {...(entries && {
          answer: (
            <Summary {...{ shown: shown ?? [], loaded: entries.length, sought, total, complete }} />
          ),
        })}
      />
      <div className={styles.bar}>
        <Finder
          words={state.words}
          onWords={(next) => set({ words: next }, { replace: true })}
          sort={sort}
          onSort={(next) => set({ sort: next })}
          sought={sought !== ''}
        />
        {entries && <Types entries={entries} type={state.type} onType={(type) => set({ type })} />}
      </div>
      {shown === null ? (
        <Waiting />
      ) : (
        <Grid key={`${sought} ${sort} ${state.type}`} entries={shown} origin={origin} />
      )}
      {shown?.length === 0 && !complete && <Waiting />}
      {shown?.length === 0 && complete && (
        <Empty fact={sought ? `No titles match “${sought}”.` : 'No titles yet.'}>
          {sought
            ? 'Try fewer letters. Typos are fine, in any script.'
            : 'They appear once events or a catalogue are loaded with keyart ingest.'}
        </Empty>
      )}
    </>
  )
}

interface SummaryProps {
  shown: readonly Entry[]
  loaded: number
  sought: string
  total: number
  complete: boolean
}

/** How many titles there are; until all are loaded, how far that is, as the order may still change. */
function Summary({ shown, loaded, sought, total, complete }: SummaryProps) {
  if (complete) return summaryOf(shown, sought, total)
  const all = sought === '' ? count(total, 'title') : count(total, 'match', 'matches')
  return (
    <>
      {all}. <span role="status">Loading them to sort: {number(loaded)} so far.</span>
    </>
  )
}

function summaryOf(shown: readonly Entry[], sought: string, total: number): string {
  if (sought !== '') return `${count(shown.length, 'match', 'matches')}.`
  const launched = shown.filter(({ title }) => title.launchedAt !== null)
  const [newest] = inOrder(launched, 'recent')
  const all = count(shown.length, 'title')
  const more = total > shown.length ? `, ${number(total)} including episodes` : ''
  return newest ? `${all}${more}. The newest is ${newest.title.name}.` : `${all}${more}.`
}

interface TypesProps {
  entries: readonly Entry[]
  type: string
  onType: (type: string) => void
}

function Types({ entries, type, onType }: TypesProps) {
  const types = typesOf(shownOf(entries, '', true))
  if (types.length < 2) return null
  return (
    <Segmented
      label="Type"
      options={[
        { value: '', label: 'All' },
        ...types.map((one) => ({ value: one.type, label: words(one.type), count: one.count })),
      ]}
      value={type}
      onChange={onType}
    />
  )
}

const FIRST = 12

function Waiting() {
  return (
    <div className={styles.waiting}>
      <Loading what="titles" />
      {Array.from({ length: FIRST }, (_, n) => (
        <SkeletonCard key={n} />
      ))}
    </div>
  )
}
