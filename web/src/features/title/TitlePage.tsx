import { useAsk } from '@/shared/api'
import { usePage, SkeletonPage } from '@/shared/page'
import { ButtonLink, Empty, ErrorMessage } from '@/shared/ui'
import { places, useSegment } from '@/shared/url'

import { Bare } from './Bare'
import { HEAD } from './head'
import { TitleView } from './TitleView'

/** One title: which artwork, clips and synopses win, and with whom. */
export default function TitlePage() {
  const id = useSegment(1)
  const { data, error, refetch } = useAsk(HEAD, { id })
  usePage(data?.title?.name ?? id, [{ name: 'Titles', href: places.titles }])
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonPage />
  if (!data.title) {
    return (
      <Empty
        fact={`No title has id ${id}.`}
        actions={<ButtonLink href={places.titles}>All titles</ButtonLink>}
      >
        It may have been removed from the catalogue, or the link is incomplete.
      </Empty>
    )
  }
  if (data.title.assets.totalCount === 0) return <Bare title={data.title} />
  return <TitleView key={id} title={data.title} />
}
