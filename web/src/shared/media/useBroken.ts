import { useState } from 'react'

import { useReturns } from '@/shared/api'

/**
 * Return whether the file at an address can't be shown, and a function to note that.
 *
 * It is tried again when the service comes back.
 */
export function useBroken(address: string): [broken: boolean, note: () => void] {
  const attempt = `${useReturns()} ${address}`
  const [failed, setFailed] = useState<string | null>(null)
  return [failed === attempt, () => setFailed(attempt)]
}
