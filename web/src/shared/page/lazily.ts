import { type FunctionComponent, lazy, type LazyExoticComponent } from 'react'

import { reached, reloadOnce } from '@/shared/api'

/**
 * Return a component whose code is loaded when it is first shown.
 *
 * If loading fails, the page is reloaded once the service responds: browsers may remember the failure, and
 * after an update of the service the file has another name.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the types of `lazy`
export function lazily<Body extends FunctionComponent<any>>(
  load: () => Promise<{ default: Body }>,
): LazyExoticComponent<Body> {
  return lazy(async () => {
    try {
      return await load()
    } catch (error) {
      await reached()
      if (!reloadOnce('code')) throw error
      return new Promise<never>(() => undefined)
    }
  })
}
