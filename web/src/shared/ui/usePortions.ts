import { type RefObject, useEffect, useRef, useState } from 'react'

/** How far below the window more entries are added, so that scrolling meets no end. */
const AHEAD = '1200px'

/**
 * Return how many of `count` entries to show, and a ref for an element below them.
 *
 * More are added when that element comes near. At least the first `least` are shown.
 */
export function usePortions(
  count: number,
  portion: number,
  least = 0,
): { many: number; end: RefObject<HTMLDivElement | null> } {
  const [grown, setGrown] = useState(portion)
  const many = Math.max(grown, least)
  const end = useRef<HTMLDivElement>(null)
  const more = many < count
  useEffect(() => {
    if (!more || !end.current) return
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) setGrown(many + portion)
      },
      { rootMargin: AHEAD },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [many, more, portion])
  return { many, end }
}
