import { Poster } from '@/shared/media'
import { useKeepFilters } from '@/shared/filters/keeping'
import { ButtonLink, PageHeader, ErrorMessage, Loading, Skeleton, ShareButton } from '@/shared/ui'
import { places } from '@/shared/url'
import { ExportMenu } from './ExportMenu'
import { factsOf, assetsOf, type Title } from './head'
import type { Placed } from './placed'

import { leaderOf } from './judged'
import type { Known, Scope } from './useTitle'
import { Fragment } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '@/shared/keys'
import styles from './TitleHeader.module.css'
import { answerOf, type Clause } from './answer'

interface TitleHeaderProps {
  scope: Scope
  known: Known
  placed: Placed
}

const MOST_COMPARED = 6

/** The title with its facts and the answer: which asset wins, with whom, and which is clickbait. */
export function TitleHeader({ scope, known, placed }: TitleHeaderProps) {
  const { title, type } = scope
  const keep = useKeepFilters()
  const face = faceOf(title, leaderOf(known.evidence.kept))
  const comparable = placed.cards
    .filter(({ asset, state }) => asset.assetType === type && state !== 'waiting')
    .map(({ asset }) => asset.assetId)
  const arms = known.evidence.comparison?.arms.map(({ asset }) => asset) ?? []
  const compared = (arms.length > 1 ? arms : comparable).slice(0, MOST_COMPARED)
  return (
    <PageHeader
      title={title.name}
      {...(face && { picture: <Poster asset={face} ratio="2/3" sizes="92px" eager /> })}
      facts={factsOf(title)}
      answer={<Answer known={known} />}
      actions={
        <>
          <ShareButton />
          <ExportMenu scope={scope} />
          <WhomLink titleId={title.titleId} />
          {compared.length > 1 && (
            <ButtonLink href={keep(places.compare(compared))} variant="primary" icon="compare">
              Compare
            </ButtonLink>
          )}
        </>
      }
    />
  )
}

/** The link to which asset to show to whom. */
function WhomLink({ titleId }: { titleId: string }) {
  const href = useKeepFilters()(places.whom(titleId))
  const [, navigate] = useLocation()
  useShortcuts('This page', [{ keys: 'w', does: 'Show to whom', run: () => navigate(href) }])
  return (
    <ButtonLink href={href} icon="split">
      Show to whom
    </ButtonLink>
  )
}

/** Return the picture of a title: its leading artwork, else its first. */
export function faceOf(title: Title, leader: string | null) {
  const pictures = assetsOf(title).filter(({ assetType, uri }) => assetType === 'artwork' && uri)
  return pictures.find(({ assetId }) => assetId === leader) ?? pictures[0]
}

/** The answer of the page, with each judgement in its colour; a skeleton until it is loaded. */
function Answer({ known }: { known: Known }) {
  const { evidence, unjudged, error, again } = known
  if (unjudged && unjudged.code !== 'bad_question')
    return <ErrorMessage error={unjudged} retry={again} />
  const awaited = evidence.comparison === null && !evidence.tooFew
  if (awaited && unjudged === null && error === null) {
    return (
      <>
        <Loading what="answer" />
        <Skeleton width="62%" height="16px" />
      </>
    )
  }
  const clauses = answerOf(evidence)
  if (clauses.length > 0) return <Clauses clauses={clauses} />
  return <p>Not enough data to say which works best.</p>
}

function Clauses({ clauses }: { clauses: readonly Clause[] }) {
  return (
    <p>
      {clauses.map((clause, n) => (
        <Fragment key={n}>
          {clause.map(({ text, tone }) =>
            tone ? (
              <b key={text} className={styles[tone]}>
                {text}
              </b>
            ) : (
              text
            ),
          )}{' '}
        </Fragment>
      ))}
    </p>
  )
}
