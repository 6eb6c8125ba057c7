import { usePage } from '@/shared/page'
import { ButtonLink, Empty } from '@/shared/ui'

import { exists } from './pages'

/** For an address that is no page. */
export function NotFound() {
  usePage('No such page')
  return (
    <Empty
      fact={<h1 className="read strong">There is no page at this address</h1>}
      actions={exists('/') && <ButtonLink href="/">Go to Home</ButtonLink>}
    >
      It may have been moved, or the link lost its end. Ctrl K finds titles, assets and audiences.
    </Empty>
  )
}
