import { count, listed } from '@/shared/format'

import type { Kind } from './findings'

interface Judged {
  readonly level: string
  readonly direction: string
}

interface Promised {
  readonly kind: Kind
}

/** Say what stands out, as one could read it out; null is what too few people met. */
export function answerOf(
  outliers: readonly Judged[] | null,
  promises: readonly Promised[] | null,
): string {
  if (!outliers || !promises) return 'Too few people met them to say what stands out.'
  const said = [...farOff(outliers), ...promised(promises)]
  if (said.length === 0)
    return 'Nothing stands out: all do about as their like, and keep what they promise.'
  return `${said.join('; ')}.`
}

function farOff(outliers: readonly Judged[]): string[] {
  return (['over', 'under'] as const).flatMap((direction) => {
    const parts = (['title', 'asset'] as const).flatMap((level) => {
      const n = outliers.filter((one) => one.level === level && one.direction === direction).length
      return n > 0 ? [count(n, level)] : []
    })
    const far = direction === 'over' ? 'more' : 'less'
    const one = outliers.filter((found) => found.direction === direction).length === 1
    return parts.length > 0
      ? [
          `${listed(parts)} ${one ? 'is' : 'are'} taken far ${far} often than ${one ? 'its' : 'their'} like`,
        ]
      : []
  })
}

function promised(promises: readonly Promised[]): string[] {
  const misleading = promises.filter(({ kind }) => kind === 'CLICKBAIT').length
  const overlooked = promises.length - misleading
  return [
    ...(misleading > 0
      ? [
          `${count(misleading, 'asset')} ${misleading === 1 ? 'wins plays and loses' : 'win plays and lose'} viewers`,
        ]
      : []),
    ...(overlooked > 0
      ? [`${count(overlooked, 'asset')} ${overlooked === 1 ? 'is' : 'are'} overlooked`]
      : []),
  ]
}
