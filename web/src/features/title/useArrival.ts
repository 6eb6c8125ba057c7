import { useEffect, useRef } from 'react'

import { anchorOf } from './lineup'

/** Leads to the asset that a link names, once there is something to see of it; not again later. */
export function useArrival(asset: string | null, ready: boolean): void {
  const arrived = useRef<string | null>(null)
  useEffect(() => {
    if (asset === null || !ready || arrived.current === asset) return
    arrived.current = asset
    document.getElementById(anchorOf(asset))?.scrollIntoView({ block: 'center' })
  }, [asset, ready])
}
