import { useIsFetching, useIsMutating } from '@tanstack/react-query'
import { useEffect } from 'react'

/**
 * Set `data-settled` on `<html>` while no request is pending and every answer is on the page.
 *
 * For those who wait for a page from outside: tests, screenshots, scripts that print. Skeletons,
 * fonts and pictures can be seen in the document itself.
 */
export function useSettledSign(): void {
  const pending = useIsFetching() + useIsMutating()
  useEffect(() => {
    if (pending > 0) return
    const { dataset } = document.documentElement
    // An answer can lead to another request, which is sent within two frames.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        dataset.settled = ''
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      delete dataset.settled
    }
  }, [pending])
}
