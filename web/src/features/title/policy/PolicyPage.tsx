import { usePage, SkeletonPage } from '@/shared/page'
import { ButtonLink, Empty, ErrorMessage } from '@/shared/ui'
import { places, useSegment } from '@/shared/url'

import { useHead } from '../head'
import { UnknownTitle } from '../UnknownTitle'
import { PolicyView } from './PolicyView'

/** Which asset of a title to show to whom, what that is worth, and how to hand it over. */
export default function PolicyPage() {
  const id = useSegment(1)
  const { data, error, refetch } = useHead(id)
  const title = data?.title
  usePage('Show to whom', [
    { name: 'Titles', href: places.titles },
    { name: title?.name ?? id, href: places.title(id) },
  ])
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonPage />
  if (!title) return <UnknownTitle id={id} />
  if (title.assets.totalCount === 0) {
    return (
      <Empty
        fact={<h1 className="read strong">{title.name} has no artwork, clips or synopses.</h1>}
        actions={<ButtonLink href={places.title(id)}>Back to the title</ButtonLink>}
      >
        Without assets there is nothing to choose from.
      </Empty>
    )
  }
  return <PolicyView key={id} title={title} />
}
