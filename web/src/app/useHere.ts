import { usePathname } from 'wouter/use-browser-location'

/** Return whether the current page is this one, or below it. */
export function useHere(path: string): boolean {
  const here = usePathname()
  return here === path || (path !== '/' && here.startsWith(`${path}/`))
}
