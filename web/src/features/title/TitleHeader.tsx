import { Poster } from '@/shared/media'
import { ButtonLink, PageHeader } from '@/shared/ui'
import { places } from '@/shared/url'

import { Answer } from './Answer'
import { ExportMenu } from './ExportMenu'
import { factsOf } from './facts'
import { assetsOf, type Title } from './head'
import type { Placed } from './placed'
import { ShareButton } from './ShareButton'
import { leaderOf } from './judged'
import type { Known, Scope } from './useTitle'

interface TitleHeaderProps {
  scope: Scope
  known: Known
  placed: Placed
}

const MOST_COMPARED = 6

/** The title with its facts and the answer: which asset wins, with whom, and which is clickbait. */
export function TitleHeader({ scope, known, placed }: TitleHeaderProps) {
  const { title, type } = scope
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
          {compared.length > 1 && (
            <ButtonLink href={places.compare(compared)} variant="primary" icon="compare">
              Compare
            </ButtonLink>
          )}
        </>
      }
    />
  )
}

/** Return the picture of a title: its leading artwork, else its first. */
function faceOf(title: Title, leader: string | null) {
  const pictures = assetsOf(title).filter(({ assetType, uri }) => assetType === 'artwork' && uri)
  return pictures.find(({ assetId }) => assetId === leader) ?? pictures[0]
}
