import { useDeferredValue } from 'react'

import { number, time } from '@/shared/format'
import { Button, ButtonLink, Empty, Panel, Segmented } from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import type { Audience, Card } from './asking'
import styles from './AudienceList.module.css'
import { AudienceRow } from './AudienceRow'
import { chosen, growthOf, kindOf, laidBeside, MOST } from './choosing'
import { type Kind, STATE } from './state'

const KIND_NAMES = { affinity: 'Affinities', segment: 'Segments', list: 'Lists' } as const

interface AudienceListProps {
  audiences: readonly Audience[]
  card: Card | null
}

/** The audiences of a kind: searched, sorted, and selected for the overlap. */
export function AudienceList({ audiences, card }: AudienceListProps) {
  const [state, set] = useUrlState(STATE)
  const shown = chosen(audiences, { ...state, words: useDeferredValue(state.words) })
  const most = Math.max(1, ...shown.map(({ profiles }) => profiles ?? 0))
  const grown = audiences.some((one) => growthOf(one) !== null)
  const beside = laidBeside(audiences, state.with, state.kind).map(({ name }) => name)
  const pick = (name: string) =>
    set({
      with: beside.includes(name) ? beside.filter((one) => one !== name) : [...beside, name],
    })
  return (
    <Panel
      title={KIND_NAMES[state.kind]}
      lead="Select audiences to see how they overlap."
      className={styles.panel ?? ''}
      foot={card && state.kind === 'affinity' && <Foot card={card} />}
      actions={
        <Segmented
          label="Sort by"
          options={[
            { value: 'size', label: 'Size' },
            ...(grown ? [{ value: 'growth' as const, label: 'Growth' }] : []),
            { value: 'name', label: 'Name' },
          ]}
          value={state.sort}
          onChange={(sort) => set({ sort })}
        />
      }
    >
      <div className={styles.choose}>
        <input
          id="find-audience"
          type="search"
          className={styles.field}
          placeholder="Search by name, tag or title"
          aria-label="Search audiences"
          value={state.words}
          onChange={(event) => set({ words: event.target.value }, { replace: true })}
        />
        <Segmented
          label="Kind"
          options={(Object.keys(KIND_NAMES) as Kind[]).map((kind) => ({
            value: kind,
            label: KIND_NAMES[kind],
            count: audiences.filter((one) => kindOf(one) === kind).length,
          }))}
          value={state.kind}
          onChange={(kind) => set({ kind, with: [] })}
        />
      </div>
      {shown.length === 0 ? (
        <Nothing
          kind={state.kind}
          words={state.words}
          onClear={() => set({ words: '' }, { replace: true })}
        />
      ) : (
        <ul className={styles.rows}>
          {shown.map((audience) => (
            <AudienceRow
              key={audience.name}
              audience={audience}
              most={most}
              picked={beside.includes(audience.name)}
              full={beside.length >= MOST}
              onPick={() => pick(audience.name)}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** The model of affinities, and how many were withheld. */
function Foot({ card }: { card: Card }) {
  return (
    <>
      <span>
        Model {number(card.fit)}, {time(card.fitted)}
      </span>
      {card.withheld > 0 && <span>{number(card.withheld)} withheld: sensitive topics</span>}
    </>
  )
}

interface NothingProps {
  kind: Kind
  words: string
  onClear: () => void
}

function Nothing({ kind, words, onClear }: NothingProps) {
  if (words) {
    return (
      <Empty
        fact={`No results for “${words}”.`}
        actions={<Button onClick={onClear}>Show all</Button>}
      >
        Searched names, ids, tags and defining titles.
      </Empty>
    )
  }
  if (kind === 'list') {
    return (
      <Empty fact="No uploaded lists.">
        Upload a list of profiles, such as survey respondents, with{' '}
        <code>keyart audiences put</code>.
      </Empty>
    )
  }
  if (kind === 'segment') {
    return (
      <Empty
        fact="No saved segments."
        actions={<ButtonLink href={places.segment()}>New segment</ButtonLink>}
      >
        A segment is a rule over tastes, attributes and behaviour.
      </Empty>
    )
  }
  return (
    <Empty fact="No tastes yet.">
      Run <code>keyart audiences fit</code> to infer them from what people watch.
    </Empty>
  )
}
