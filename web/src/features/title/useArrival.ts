import { useEffect, useRef } from 'react'

import { anchorOf } from './lineup'

/** Scroll once to the asset that a link points at, as soon as its card is ready. */
export function useArrival(asset: string | null, ready: boolean): void {
  const arrived = useRef<string | null>(null)
  useEffect(() => {
    if (asset === null || !ready || arrived.current === asset) return
    arrived.current = asset
    document.getElementById(anchorOf(asset))?.scrollIntoView({ block: 'center' })
  }, [asset, ready])
}
