import { type RefObject, useEffect, useRef } from 'react'
import { usePathname } from 'wouter/use-browser-location'

/**
 * After navigating to another page, scroll to its top and focus its content.
 *
 * After Back and Forward the browser restores the scroll position itself.
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
