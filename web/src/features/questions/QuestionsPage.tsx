import { useMemo } from 'react'
import { useAsk } from '@/shared/api'
import { type Filters, useFilters } from '@/shared/filters'
import { usePage } from '@/shared/page'
import { Button, ErrorMessage, Loading, PageHeader, Panel, Skeleton } from '@/shared/ui'
import { useUrlState } from '@/shared/url'
import { type Answer, ANSWER, understood } from './answer'
import { type Question, questionOf, inputOf, orderOf, SHOWN } from './question'
import { type Blame, blameOf } from './blame'
import { Builder } from './Builder'
import { type Change, turned } from './changes'
import { QuestionFilters } from './QuestionFilters'
import { Result } from './Result'
import { Samples, isBlank } from './Samples'
import { answered, said } from './sentence'
import { QUESTION, type QuestionState } from './state'
import styles from './QuestionsPage.module.css'
import { TakePanel } from './TakePanel'
import { type Assets, useAssets } from './useAssets'
import { useVocabulary, type Vocabulary } from './vocabulary'
import { useShortcuts } from '@/shared/keys'

/** Any measures by any dimensions. */
export default function QuestionsPage() {
  const [state, set] = useUrlState(QUESTION)
  const [filters, setFilters] = useFilters()
  const { vocabulary, failure } = useVocabulary()
  usePage('Questions')
  if (!vocabulary) {
    return (
      <>
        <PageHeader title="Questions" />
        {failure ? <ErrorMessage {...failure} /> : <Waiting />}
      </>
    )
  }
  return <Asking {...{ state, set, filters, setFilters, vocabulary }} />
}

interface AskingProps {
  state: QuestionState
  set: Change
  filters: Filters
  setFilters: ReturnType<typeof useFilters>[1]
  vocabulary: Vocabulary
}

function Asking({ state, set, filters, setFilters, vocabulary }: AskingProps) {
  const question = questionOf(state, filters, vocabulary)
  const order = orderOf(state, vocabulary)
  useQuestionKeys(state.measures, order, set)
  const { data, error, isFetching, isPlaceholderData, refetch } = useAnswer(question)
  const given = data ? understood(data.question) : null
  const assets = useAssets(given)
  const answer = useMemo(() => given && calledBy(given, assets), [given, assets])
  const blame = error && blameOf(error, state)
  const drawn = answer ? drawnOf(state, answer.measures) : ''
  const current = question !== null && !error ? answer : null
  return (
    <>
      <PageHeader
        title={question ? said(question) : 'Questions'}
        answer={
          current ? (
            (answered(current, drawn, state.grain) ?? nothingIn(current))
          ) : question ? null : (
            <>
              Any measure, by any dimension, over any time. Choose a measure, or start with a sample
              below.
            </>
          )
        }
        actions={
          question && (
            <Button icon="questions" onClick={() => startOver(set, setFilters)}>
              New question
            </Button>
          )
        }
      />
      <QuestionFilters
        {...{ filters, vocabulary }}
        measures={state.measures}
        onChange={setFilters}
        asOf={answer?.meta.asOf ?? null}
        blame={blame}
      />
      <div className={styles.parts}>
        <Panel title="The question">
          <Builder {...{ state, vocabulary, error }} order={order} onChange={set} />
        </Panel>
        {error && !isAtWord(blame, filters) && (
          <ErrorMessage error={error} retry={() => void refetch()} />
        )}
        {question && !answer && !error && <Waiting />}
        {question && current && (
          <Result
            {...{ question, drawn, assets }}
            answer={current}
            kind={vocabulary.measure(drawn)?.kind ?? 'SUM'}
            totals={state.totals}
            stale={isFetching && isPlaceholderData}
            onChange={set}
          />
        )}
        {question && !error && (
          <TakePanel question={question} code={state.code} onCode={(code) => set({ code })} />
        )}
      </div>
      {isBlank(state) && <Samples />}
    </>
  )
}

/** Say why an answer is empty. */
function nothingIn({ rows, suppressed, meta }: Answer): string {
  if (meta.asOf === null) return 'No events yet.'
  return rows.length === 0 && suppressed > 0
    ? 'Every row has too few people to show. Use fewer dimensions or a longer time.'
    : 'No data for this question yet.'
}

/** Add their titles to the names of assets: many have the same name. */
function calledBy(answer: Answer, assets: Assets): Answer {
  if (assets.size === 0 || answer.keys.includes('title')) return answer
  return answer.calling((key, id) => {
    const asset = key === 'asset' ? assets.get(id) : undefined
    return asset ? `${asset.shown.name}, ${asset.titleName}` : null
  })
}

/** Load as many rows as are shown, and one more to know whether there are more. */
function useAnswer(question: Question | null) {
  const most = SHOWN + 1
  const input = inputOf(question ?? { measures: [] })
  const ask = { ...input, limit: Math.min(question?.limit ?? most, most) }
  return useAsk(ANSWER, { ask }, { enabled: question !== null, keep: true })
}

function drawnOf({ draw }: QuestionState, measures: readonly string[]): string {
  return measures.includes(draw) ? draw : (measures[0] ?? '')
}

/** Return whether an error is shown at the name that it is about. */
function isAtWord(blame: Blame | null, { where }: Filters): boolean {
  return blame !== null && (blame.part !== 'filters' || blame.word in where)
}

function startOver(set: Change, setFilters: AskingProps['setFilters']): void {
  set(Object.fromEntries(Object.entries(QUESTION).map(([name, codec]) => [name, codec.read(null)])))
  setFilters({ where: {}, audience: '', since: null, until: null, tz: 'UTC' }, { replace: true })
}

function Waiting() {
  return (
    <div className={styles.parts}>
      <Loading what="answer" />
      <Skeleton height="320px" />
      <Skeleton height="420px" />
    </div>
  )
}

function open(part: string): void {
  const button = document.querySelector<HTMLElement>(part)
  button?.focus()
  button?.click()
}

/** Keyboard shortcuts of the page, besides those of the filter bar and of charts. */
function useQuestionKeys(measures: readonly string[], order: readonly string[], set: Change): void {
  const sortings = [0, 1, 2, 3, 4, 5].map((n) => ({
    keys: String(n + 1),
    does: `Sort by measure ${n + 1}`,
    run: () => {
      const name = measures[n]
      if (name) set({ order: turned(order, name, order[0] !== `-${name}`) })
    },
  }))
  useShortcuts('Questions', [
    { keys: 'm', does: 'Choose measures', run: () => open('[data-add=measure] button') },
    { keys: 'b', does: 'Choose dimensions', run: () => open('[data-add=dimension] button') },
    { keys: 'y', does: 'Copy the question as code', run: () => open('[data-copy]') },
    ...sortings,
  ])
}
