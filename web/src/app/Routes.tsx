import { Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { SkeletonPage, usePage } from '@/shared/page'
import { PAGES, exists } from './pages'
import { ButtonLink, Empty } from '@/shared/ui'

/** The page at the current address. */
export function Routes() {
  return (
    <Suspense fallback={<SkeletonPage />}>
      <Switch>
        {PAGES.map(({ path, Body }) => (
          <Route key={path} path={path} component={Body} />
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  )
}

/** Shown at an address without a page. */
function NotFound() {
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
