import type { ServiceError } from '@/shared/api'
import { useKeepFilters } from '@/shared/filters'
import { ButtonLink, Empty, ErrorMessage, Loading, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './PolicyView.module.css'

interface NoPolicyProps {
  error: ServiceError
  titleId: string
  again: () => void
}

/** Why there is no policy: mostly, that chance didn't decide who saw what. */
export function NoPolicy({ error, titleId, again }: NoPolicyProps) {
  const keep = useKeepFilters()
  if (error.code !== 'bad_question') {
    return (
      <div className={styles.part}>
        <ErrorMessage error={error} retry={again} />
      </div>
    )
  }
  return (
    <Empty
      fact={<h2>No honest value</h2>}
      actions={<ButtonLink href={keep(places.title(titleId))}>Back to the title</ButtonLink>}
    >
      {error.message} {error.hint}
    </Empty>
  )
}

/** The page while the policy is loading. */
export function Waiting() {
  return (
    <>
      <Loading what="policy" />
      <div className={styles.part}>
        <Skeleton height="300px" />
      </div>
      <div className={`two ${styles.row}`}>
        <Skeleton height="260px" />
        <Skeleton height="260px" />
      </div>
    </>
  )
}
