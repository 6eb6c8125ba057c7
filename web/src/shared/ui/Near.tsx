import clsx from 'clsx'
import { type ReactNode, useEffect, useRef, useState } from 'react'

import styles from './Near.module.css'

/** How far below the window something counts as near. */
const AHEAD = '0px 0px 300px'

interface NearProps {
  /** The height that is kept for it until then, as CSS. */
  height: string
  className?: string | undefined
  children: ReactNode
}

/** What is made, and asked for, only once it comes near the window; on paper, only if it was. */
export function Near({ height, className, children }: NearProps) {
  const [near, setNear] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (near || !place.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { rootMargin: AHEAD },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [near])
  return near ? (
    <div className={className}>{children}</div>
  ) : (
    <div ref={place} className={clsx(className, styles.later)} style={{ minHeight: height }} />
  )
}
