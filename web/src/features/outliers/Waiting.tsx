import { Loading, Skeleton, SkeletonLines } from '@/shared/ui'

/** Findings that are loading. */
export function WaitingRows({ what }: { what: string }) {
  return (
    <>
      <Loading what={what} />
      <SkeletonLines lines={8} />
    </>
  )
}

/** A chart that is loading. */
export function WaitingChart() {
  return <Skeleton height="360px" />
}
