import { useMemo } from 'react'

import { type ServiceError, useAsk } from '@/shared/api'

import { type AudienceRow, AUDIENCES, audiencesOf } from './audiences'
import { asking, type Scope } from './useTitle'

/** The figures of assets by affinity. */
export function useAudiences(scope: Scope): {
  rows: readonly AudienceRow[] | null
  error: ServiceError | null
  again: () => void
} {
  const asked = asking(scope)
  const where = { ...asked.where, asset_type: scope.type }
  const common = { ...asked, where, measures: ['reach', scope.measure] }
  const { data, error, refetch } = useAsk(
    AUDIENCES,
    {
      cells: { ...common, by: ['audience', 'asset'] },
      means: { ...common, by: ['audience'], labels: true },
    },
    { keep: true },
  )
  const rows = useMemo(() => (data ? audiencesOf(data) : null), [data])
  return { rows, error, again: () => void refetch() }
}
