import { usePage } from '@/shared/page'

/** All shared parts in all states. */
export default function Parts() {
  usePage('Parts')
  return <h1>Parts</h1>
}
