import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Measure the width of an element in px, before its first paint and at every change. */
export function useWidth(): { ref: RefObject<HTMLDivElement | null>; width: number } {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    // A hidden element has no width: keep the previous one.
    const measure = (): void => setWidth((was) => element.clientWidth || was)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
