import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'

import { SkeletonPage } from '@/shared/page'

import { NotFound } from './NotFound'
import { PAGES } from './pages'

/** All shared components in all states, for development only; not in the build. */
const Parts = import.meta.env.DEV ? lazy(() => import('./parts.dev')) : null

/** The page at the current address. */
export function Routes() {
  return (
    <Suspense fallback={<SkeletonPage />}>
      <Switch>
        {PAGES.map(({ path, Body }) => (
          <Route key={path} path={path} component={Body} />
        ))}
        {Parts && <Route path="/dev/parts" component={Parts} />}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  )
}
