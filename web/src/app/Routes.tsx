import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'

import { SkeletonPage } from '@/shared/page'

import { NotFound } from './NotFound'
import { PAGES } from './pages'

/** All shared parts in all states, to look at while they are made; it is not in the build. */
const Parts = import.meta.env.DEV ? lazy(() => import('./parts.dev')) : null

/** The page of the address. */
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
