import { FilterChips, useChoices } from '@/shared/filters'
import { useShortcuts } from '@/shared/keys'
import { usePage } from '@/shared/page'
import {
  ButtonLink,
  Empty,
  ErrorMessage,
  Loading,
  PageHeader,
  Segmented,
  Skeleton,
  SkeletonLines,
} from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import { type ResonanceAnswer, useResonance } from './asking'
import { CellPanel } from './CellPanel'
import styles from './MakePage.module.css'
import { chosenOf, columnId } from './map'
import { MAKE, type MakeState } from './state'
import { ValueMap } from './ValueMap'
import { answerOf, mapSentence } from './wording'

const BY = [
  { value: 'genre', label: 'Genres' },
  { value: 'tag', label: 'Tags' },
  { value: 'content_type', label: 'Content types' },
  { value: 'genre_and_type', label: 'Genre and type' },
] as const

const ACROSS = [
  { value: 'country', label: 'Countries' },
  { value: 'region', label: 'Regions' },
  { value: 'audience', label: 'Audiences' },
] as const

const COLOURS = [
  { value: 'demand', label: 'Demand' },
  { value: 'taste', label: 'Taste' },
] as const

/** Dimensions that viewing doesn't have. */
const UNSEEN = ['placement']

type Set = (changes: Partial<MakeState>, options?: { replace?: boolean }) => void

/** What people like more than others do, and of what they are offered too little. */
export default function MakePage() {
  usePage('What to make')
  const [state, set] = useUrlState(MAKE)
  const { data, error, refetch } = useResonance(state)
  const answer = data?.resonance
  return (
    <>
      <PageHeader
        title="What to make"
        answer={answer ? <Answer answer={answer} state={state} /> : <SkeletonLines lines={1} />}
        actions={
          <ButtonLink href={places.brief(briefed(state))} icon="print">
            Brief
          </ButtonLink>
        }
      />
      <Controls state={state} set={set} />
      {error && !data && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {answer === null && <Empty fact="Too few people to show." />}
      {answer && <Found answer={answer} state={state} set={set} />}
    </>
  )
}

/** Return whom the brief of the page is about: its audience, everywhere. */
function briefed({ audience, since, until, tz, across }: MakeState) {
  const whom = across === 'audience' ? null : audience.trim() || null
  return { market: null, audience: whom, since, until, tz }
}

function Answer({ answer, state }: { answer: ResonanceAnswer; state: MakeState }) {
  const [fact, evidence] = answerOf(answer.rows, state)
  return (
    <>
      <b>{fact}</b> {evidence}
    </>
  )
}

function Controls({ state, set }: { state: MakeState; set: Set }) {
  const { choices, asOf } = useChoices()
  const audiences = state.across === 'audience'
  return (
    <>
      <div className={styles.choices}>
        <Segmented
          label="Rows"
          options={BY}
          value={state.by}
          onChange={(by) => set({ by, value: null })}
        />
        <Segmented
          label="Columns"
          options={ACROSS}
          value={state.across}
          onChange={(across) =>
            set({ across, in: null, ...(across === 'audience' && { audience: '' }) })
          }
        />
        <Segmented
          label="Colour"
          options={COLOURS}
          value={state.colour}
          onChange={(colour) => set({ colour })}
        />
      </div>
      <FilterChips
        filters={state}
        onChange={(changes) =>
          // The columns are audiences, or the people are one.
          set(audiences && changes.audience ? { ...changes, across: 'country', in: null } : changes)
        }
        choices={choices.filter(({ dimension }) => !UNSEEN.includes(dimension))}
        asOf={asOf}
        usual={['device']}
      />
    </>
  )
}

function Found({ answer, state, set }: { answer: ResonanceAnswer; state: MakeState; set: Set }) {
  const { rows, notes } = answer
  const chosen = chosenOf(rows, state)
  const close = () => set({ value: null, in: null }, { replace: true })
  const opened = state.value !== null && state.in !== null
  useShortcuts('What to make', [{ keys: 'Escape', does: 'Close the cell', run: close }], opened)
  if (rows.length === 0) {
    return (
      <Empty fact={notes[0] ?? 'Nothing was viewed in this context.'}>
        Choose a larger audience or a longer period.
      </Empty>
    )
  }
  return (
    <div className={styles.sides}>
      <ValueMap
        rows={rows}
        state={state}
        chosen={chosen}
        onChoose={(row, moved) => set({ value: row.value, in: columnId(row) }, { replace: moved })}
        onAll={() => set({ all: true })}
        foot={
          <p>
            {mapSentence(rows, state)} {notes.join(' ')}
          </p>
        }
      />
      {chosen && (
        <aside className={styles.side} data-opened={opened}>
          <CellPanel row={chosen} state={state} onClose={close} />
        </aside>
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div className={styles.sides}>
      <Loading what="the map" />
      <Skeleton height="860px" />
      <Skeleton height="560px" />
    </div>
  )
}
