import { count, listed } from '@/shared/format'

import type { Kind } from './findings'

interface Judged {
  readonly level: string
  readonly direction: string
}

interface Promised {
  readonly kind: Kind
}

/** Summarise the findings in a sentence; null stands for findings about too few people. */
export function answerOf(
  outliers: readonly Judged[] | null,
  promises: readonly Promised[] | null,
): string {
  if (!outliers || !promises) return 'Too few people to show outliers.'
  const said = [...farOff(outliers), ...promised(promises)]
  if (said.length === 0) return 'Nothing stands out: no outliers and no clickbait.'
  return `${said.join('; ')}.`
}

function farOff(outliers: readonly Judged[]): string[] {
  return (['over', 'under'] as const).flatMap((direction) => {
    const parts = (['title', 'asset'] as const).flatMap((level) => {
      const n = outliers.filter((one) => one.level === level && one.direction === direction).length
      return n > 0 ? [count(n, level)] : []
    })
    const far = direction === 'over' ? 'more' : 'fewer'
    const one = outliers.filter((found) => found.direction === direction).length === 1
    return parts.length > 0
      ? [`${listed(parts)} ${one ? 'gets' : 'get'} far ${far} plays than similar ones`]
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
      ? [
          `${count(overlooked, 'asset')} ${overlooked === 1 ? 'is a hidden gem' : 'are hidden gems'}`,
        ]
      : []),
  ]
}
