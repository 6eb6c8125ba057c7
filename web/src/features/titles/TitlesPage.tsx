import { useDebouncedValue } from '@mantine/hooks'

import { count, number, words } from '@/shared/format'
import { usePage } from '@/shared/page'
import { Empty, ErrorMessage, Loading, PageHeader, Segmented, SkeletonCard } from '@/shared/ui'
import { choice, text, useUrlState } from '@/shared/url'

import { type Counts, SORTS, useCounts, type Wanted } from './catalogue'
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
  const wanted: Wanted = {
    words: sought,
    type: state.type,
    sort: state.sort || (sought === '' ? 'recent' : 'likely'),
  }
  const { counts, old, error, again } = useCounts(wanted)
  if (error) return <ErrorMessage error={error} retry={again} />
  return (
    <>
      <PageHeader
        title="Titles"
        {...(counts && { answer: summaryOf(counts, sought, state.type) })}
      />
      <div className={styles.bar}>
        <Finder
          words={state.words}
          onWords={(next) => set({ words: next }, { replace: true })}
          sort={wanted.sort}
          onSort={(next) => set({ sort: next })}
          sought={sought !== ''}
        />
        {counts && <Types counts={counts} type={state.type} onType={(type) => set({ type })} />}
      </div>
      {!counts && <Waiting />}
      {counts && (
        <Grid
          key={`${sought} ${wanted.sort} ${state.type}`}
          wanted={wanted}
          count={counts.titles.totalCount}
        />
      )}
      {counts?.titles.totalCount === 0 && !old && (
        <Empty fact={sought ? `No titles match “${sought}”.` : 'No titles yet.'}>
          {sought
            ? 'Try fewer letters. Typos are fine, in any script.'
            : 'They appear once events or a catalogue are loaded with keyart ingest.'}
        </Empty>
      )}
    </>
  )
}

/** Return how many titles there are, and which is the newest. */
function summaryOf({ titles, matches, newest }: Counts, sought: string, type: string): string {
  const { totalCount } = titles
  if (sought !== '') return `${count(totalCount, 'match', 'matches')}.`
  const all = count(totalCount, 'title')
  const more = type === '' && matches > totalCount ? `, ${number(matches)} including episodes` : ''
  return newest ? `${all}${more}. The newest is ${newest.name}.` : `${all}${more}.`
}

interface TypesProps {
  counts: Counts
  type: string
  onType: (type: string) => void
}

function Types({ counts: { types }, type, onType }: TypesProps) {
  if (types.length < 2) return null
  return (
    <Segmented
      label="Type"
      options={[
        { value: '', label: 'All' },
        ...types.map((one) => ({
          value: one.contentType,
          label: words(one.contentType),
          count: one.count,
        })),
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
