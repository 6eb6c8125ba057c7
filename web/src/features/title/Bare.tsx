import { ButtonLink, Empty, PageHeader } from '@/shared/ui'
import { places } from '@/shared/url'

import { factsOf } from './facts'
import type { Title } from './head'

/** A title without artwork, clips or synopses of its own: mostly an episode. */
export function Bare({ title }: { title: Title }) {
  const { parent } = title
  return (
    <>
      <PageHeader title={title.name} facts={factsOf(title)} />
      <Empty
        fact="It has no artwork, clips or synopses of its own."
        actions={
          parent && (
            <ButtonLink href={places.title(parent.titleId)} icon="titles">
              {parent.name}
            </ButtonLink>
          )
        }
      >
        {parent
          ? 'They belong to the title that it is a part of.'
          : 'They appear once the catalogue has some.'}
      </Empty>
    </>
  )
}
