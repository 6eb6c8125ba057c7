import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { navigate } from 'wouter/use-browser-location'

import { graphql, useChange } from '@/shared/api'
import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { idOf, nameOf } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'
import { count, fixed, number, percent, range } from '@/shared/format'
import { Button, Empty, ErrorMessage, Loading, Message, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Audience, type Lookalike, useLookalike } from './asking'
import styles from './LookalikePanel.module.css'

const TITLES = 6
const CHANCE = 0.5

const SAVE = graphql(`
  mutation SaveLookalike($name: String!, $ask: LookalikeInput!) {
    saveLookalike(name: $name, ask: $ask) {
      profiles
    }
  }
`)

/** The people outside an audience who watch as it does, and how well the likeness tells them. */
export function LookalikePanel({ audience }: { audience: Audience }) {
  const { data, error, refetch } = useLookalike(audience.name)
  const found = data?.lookalike
  const alike = found && isAlike(found)
  return (
    <Panel
      title="Who is like them"
      lead={`People outside ${nameOf(audience)} who watch as they do.`}
      actions={alike && <SaveList audience={audience} found={found} />}
      foot={found && found.notes.length > 0 && <span>{found.notes.join(' ')}</span>}
    >
      {error && !data && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <>
          <Loading what="people like them" />
          <SkeletonLines lines={6} />
        </>
      )}
      {data && !found && (
        <Empty fact="Too few people to show.">
          People are found for audiences of more people, so that nobody can be singled out.
        </Empty>
      )}
      {found && !alike && (
        <Empty fact={`Nobody stands out as like ${nameOf(audience)}.`}>
          What they watch tells them apart no better than chance. Try an audience that shares a
          taste.
        </Empty>
      )}
      {found && alike && <Card audience={audience} found={found} />}
    </Panel>
  )
}

function isAlike({ auc, profiles }: Lookalike): boolean {
  return profiles > 0 && auc.low !== null && auc.low > CHANCE
}

function Card({ audience, found }: { audience: Audience; found: Lookalike }) {
  const { auc, topLift, candidates, seedProfiles, titles } = found
  return (
    <div className={styles.sides}>
      <div className={styles.words}>
        <p>
          <b>
            Of the tenth of people most like them, {fixed(topLift)} times as many are in{' '}
            {nameOf(audience)} as by chance.
          </b>{' '}
          {number(candidates)} others can be ranked; {count(seedProfiles, 'member')} of it{' '}
          {seedProfiles === 1 ? 'was' : 'were'} learned from, and{' '}
          {seedProfiles === 1 ? 'is' : 'are'} left out.
        </p>
        <div className={styles.bar}>
          <span>Tells them apart</span>
          <IntervalBar
            name="Pairs in which the member ranks higher"
            estimate={auc}
            unit="rate"
            domain={[CHANCE, 1]}
          />
          <span className={styles.figure}>
            <b>{percent(auc.value)}</b>
            <small>{range(auc.low, auc.high)}</small>
          </span>
        </div>
        <p className="small sub">
          How often a member ranks above somebody else, by models that saw neither (AUC): chance is
          50%.
          {audience.kind === 'AFFINITY' &&
            ' An affinity is made from the same viewing, so it is high by design.'}
        </p>
      </div>
      <div>
        <h3 className={styles.rests}>What the likeness rests on</h3>
        <ol className={styles.titles}>
          {titles.slice(0, TITLES).map(({ title, name, watched, watchedBase }) => (
            <li key={title}>
              <Link href={places.title(title, undefined, audience.name)}>
                <bdi>{name}</bdi>
              </Link>
              <span className="small sub num">
                watched by {percent(watched, 0)}, by {percent(watchedBase, 0)} of others
              </span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

/** Saves the people most like an audience as a list. */
function SaveList({ audience, found }: { audience: Audience; found: Lookalike }) {
  const [opened, setOpened] = useState(false)
  const [called, setCalled] = useState(`like-${audience.name.replace(/^[a-z]+:/, '')}`)
  const [many, setMany] = useState(found.profiles)
  const { mutate, isPending, error } = useChange(SAVE, { leaves: true })
  const name = idOf('list', called)
  const taken = useAudienceNames().some((one) => one.name === name)
  const save = () =>
    mutate(
      { name, ask: { seed: audience.name, n: many } },
      { onSuccess: () => navigate(places.audience(name)) },
    )
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          small
          icon="plus"
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          Save as list
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Save as list">
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <label>
            Name
            <input required value={called} onChange={({ target }) => setCalled(target.value)} />
            {name && (
              <span className="small sub">
                <code>{name}</code>
                {taken && ' replaces the existing list'}
              </span>
            )}
          </label>
          <label>
            How many people, most alike first
            <input
              type="number"
              required
              min={1}
              max={found.candidates}
              value={many}
              onChange={({ target }) => setMany(target.valueAsNumber || 0)}
            />
          </label>
          {error?.code === 'read_only' ? (
            <Message tone="hint" fact="Your access is read-only.">
              Send this page to somebody who may save lists.
            </Message>
          ) : (
            error && <ErrorMessage error={error} retry={save} />
          )}
          <Button type="submit" variant="primary" disabled={isPending || !name || many < 1}>
            {isPending ? 'Saving' : 'Save list'}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
