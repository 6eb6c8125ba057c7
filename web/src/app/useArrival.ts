import { type RefObject, useEffect, useRef } from 'react'
import { usePathname } from 'wouter/use-browser-location'

/**
 * On arrival at another page, its top is in sight and the keyboard begins at its content.
 *
 * After Back and Forward the browser knows better where the page was scrolled to.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const path = usePathname()
  const before = useRef(path)
  const travelled = useRef(false)
  useEffect(() => {
    const moved = () => {
      travelled.current = true
    }
    addEventListener('popstate', moved)
    return () => removeEventListener('popstate', moved)
  }, [])
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    main.current?.focus({ preventScroll: true })
    if (!travelled.current) scrollTo(0, 0)
    travelled.current = false
  }, [path, main])
}
