/** A page isn't reloaded twice for a reason within this time, in ms, so that no mistake of ours repeats. */
const REST = 20_000

/**
 * Reload the page, which its address describes: its `token` isn't valid any more, so the service asks for
 * one, or some `code` can't be loaded. Returns false if that was tried just now.
 */
export function reloadOnce(reason: 'token' | 'code'): boolean {
  const key = `keyart-reloaded-for-${reason}`
  const now = Date.now()
  try {
    if (now - Number(sessionStorage.getItem(key)) < REST) return false
    sessionStorage.setItem(key, String(now))
  } catch {
    return false // without storage there would be no end
  }
  location.reload()
  return true
}
