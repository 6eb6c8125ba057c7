import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Measure how wide an element is, in px, before it is first painted and whenever that changes. */
export function useWidth(): { ref: RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    // What is hidden has no width, and keeps the one that it had.
    const measure = (): void => setWidth((was) => element.clientWidth || was)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
