import { usePage } from '@/shared/page'
import { ButtonLink, Empty } from '@/shared/ui'

import { exists } from './pages'

/** Shown at an address without a page. */
export function NotFound() {
  usePage('Page not found')
  return (
    <Empty
      fact={<h1 className="read strong">Page not found</h1>}
      actions={exists('/') && <ButtonLink href="/">Go to Home</ButtonLink>}
    >
      It may have moved, or the link is incomplete. Press Ctrl K to search titles, assets and
      audiences.
    </Empty>
  )
}
