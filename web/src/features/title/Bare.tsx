import { ButtonLink, Empty, PageHeader } from '@/shared/ui'
import { places } from '@/shared/url'

import { factsOf } from './facts'
import type { Title } from './head'

/** A title without assets, usually an episode. */
export function Bare({ title }: { title: Title }) {
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
