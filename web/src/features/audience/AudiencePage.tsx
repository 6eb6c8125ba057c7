import { nameOf, headingOf, read, useNames } from '@/shared/expression'
import { navigate } from 'wouter/use-browser-location'
import { useShortcuts } from '@/shared/keys'
import { usePage } from '@/shared/page'
import {
  ButtonLink,
  Empty,
  ErrorMessage,
  Loading,
  Near,
  PageHeader,
  Skeleton,
  SkeletonLines,
} from '@/shared/ui'
import { places, useSegment } from '@/shared/url'
import { type Audience, useAudience, useTaste } from './asking'
import styles from './AudiencePage.module.css'
import { CardPanel } from './CardPanel'
import { definitionOf, factsOf, isSure } from './describing'
import { Figures } from './Figures'
import { NearestPanel } from './NearestPanel'
import { LookalikePanel } from './LookalikePanel'
import { RecommendPanel } from './RecommendPanel'
import { RulePanel } from './RulePanel'
import { TastePanel } from './TastePanel'
import { WatchedPanel } from './WatchedPanel'
import { WinsPanel } from './WinsPanel'
import { count, fixed, percent } from '@/shared/format'
import { useFavourites } from './winning'

/** An audience: who is in it, what it watches, what wins with it. */
export default function AudiencePage() {
  const name = useSegment(1)
  const { data, error, refetch } = useAudience(name)
  const audience = data?.audience
  usePage(audience ? nameOf(audience) : name, [{ name: 'Audiences', href: places.audiences }])
  const unknown = error?.code === 'unknown_name' || error?.code === 'bad_expression'
  if (unknown || data?.audience === null) return <Unknown name={name} />
  if (error && !data) {
    return (
      <>
        <PageHeader title={name} />
        <ErrorMessage error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (!audience) return <Waiting name={name} />
  const { share, returns } = data.exploration
  return (
    <>
      <Head audience={audience} share={share} />
      <Figures audience={audience} share={share} returns={returns} />
      {audience.profiles !== null && (
        <>
          <div className={styles.sides}>
            <TastePanel audience={audience} />
            <div className={styles.stack}>
              <WatchedPanel audience={audience} />
              <NearestPanel audience={audience} />
            </div>
          </div>
          <WinsPanel audience={audience} />
          <Near className={styles.even} height="420px">
            <RecommendPanel audience={audience} />
          </Near>
          <Near className={styles.even} height="320px">
            <LookalikePanel audience={audience} />
          </Near>
        </>
      )}
      <div className={styles.even}>
        {audience.kind === 'SEGMENT' && <RulePanel audience={audience} />}
        {audience.kind === 'AFFINITY' && <CardPanel />}
      </div>
    </>
  )
}

function Head({ audience, share }: { audience: Audience; share: number | null }) {
  const { kind, name, text, readyMade } = audience
  const names = useNames(text === null ? null : read(text))
  const mine = kind === 'SEGMENT' && !readyMade
  const edit = mine ? places.segment(text ?? name, name) : places.segment(name)
  const within = places.compare([], name)
  useShortcuts('Audience', [
    { keys: 'e', does: mine ? 'Edit the rule' : 'Refine', run: () => navigate(edit) },
    { keys: 'c', does: 'Compare within this audience', run: () => navigate(within) },
  ])
  return (
    <PageHeader
      title={nameOf(audience)}
      facts={factsOf(audience)}
      answer={
        <>
          <p>{definitionOf(audience, names)}</p>
          <Answer audience={audience} share={share} />
        </>
      }
      actions={
        <>
          <ButtonLink href={edit} icon={mine ? 'pencil' : 'plus'} kbd="E">
            {mine ? 'Edit the rule' : 'Refine'}
          </ButtonLink>
          <ButtonLink href={within} variant="primary" icon="compare" kbd="C">
            Compare within it
          </ButtonLink>
        </>
      }
    />
  )
}

function Unknown({ name }: { name: string }) {
  return (
    <>
      <PageHeader title={name} />
      <Empty
        fact={`No audience is named “${name}”.`}
        actions={<ButtonLink href={places.audiences}>All audiences</ButtonLink>}
      >
        It may have been renamed or removed since the link was created.
      </Empty>
    </>
  )
}

/** The page while it is loading; the name is in the address. */
function Waiting({ name }: { name: string }) {
  return (
    <>
      <PageHeader title={headingOf(name, null)} answer={<SkeletonLines lines={2} />} />
      <Loading what="audience" />
      <Skeleton height="84px" />
      <div className={styles.sides}>
        <Skeleton height="520px" />
        <Skeleton height="520px" />
      </div>
    </>
  )
}

interface AnswerProps {
  audience: Audience
  share: number | null
}

/** The highlights of an audience in a sentence or two; the evidence is below. */
function Answer({ audience, share }: AnswerProps) {
  const taste = useTaste(audience.name, 'tag').data?.exploration.indexes[0]
  const [favourite] = useFavourites(audience)
  return (
    <p>
      {share !== null && (
        <b>
          {count(audience.profiles ?? 0, 'profile')}, {percent(share, 0)} of everybody.
        </b>
      )}{' '}
      {taste && isSure(taste) && taste.index > 100 && (
        <>
          {percent(taste.share, 0)} of their plays are {taste.name}, {fixed(taste.index / 100, 1)}{' '}
          times the average.{' '}
        </>
      )}
      {favourite?.sentence}
    </p>
  )
}
