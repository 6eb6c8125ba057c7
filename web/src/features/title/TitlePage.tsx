import { usePage, SkeletonPage } from '@/shared/page'
import { ButtonLink, Empty, ErrorMessage, PageHeader } from '@/shared/ui'
import { places, useSegment } from '@/shared/url'
import { type Title, factsOf, useHead } from './head'
import { TitleView } from './TitleView'
import { UnknownTitle } from './UnknownTitle'

/** One title: which artwork, clips and synopses win, and with whom. */
export default function TitlePage() {
  const id = useSegment(1)
  const { data, error, refetch } = useHead(id)
  usePage(data?.title?.name ?? id, [{ name: 'Titles', href: places.titles }])
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonPage />
  if (!data.title) return <UnknownTitle id={id} />
  if (data.title.assets.totalCount === 0) return <Bare title={data.title} />
  return <TitleView key={id} title={data.title} />
}

/** A title without assets, usually an episode. */
function Bare({ title }: { title: Title }) {
  const { parent } = title
  return (
    <>
      <PageHeader title={title.name} facts={factsOf(title)} />
      <Empty
        fact="This title has no artwork, clips or synopses."
        actions={
          parent && (
            <ButtonLink href={places.title(parent.titleId)} icon="titles">
              {parent.name}
            </ButtonLink>
          )
        }
      >
        {parent ? 'They belong to the series.' : 'They appear once they are in the catalogue.'}
      </Empty>
    </>
  )
}
