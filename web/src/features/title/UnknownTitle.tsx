import { ButtonLink, Empty } from '@/shared/ui'
import { places } from '@/shared/url'

/** Shown at the address of a title that isn't there. */
export function UnknownTitle({ id }: { id: string }) {
  return (
    <Empty
      fact={<h1 className="read strong">No title has id {id}.</h1>}
      actions={<ButtonLink href={places.titles}>All titles</ButtonLink>}
    >
      It may have been removed from the catalogue, or the link is incomplete.
    </Empty>
  )
}
