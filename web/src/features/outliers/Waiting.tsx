import { Loading, Skeleton, SkeletonLines } from '@/shared/ui'

/** Where findings will stand. */
export function WaitingRows({ what }: { what: string }) {
  return (
    <>
      <Loading what={what} />
      <SkeletonLines lines={8} />
    </>
  )
}

/** Where a chart will stand. */
export function WaitingChart() {
  return <Skeleton height="360px" />
}
