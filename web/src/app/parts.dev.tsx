import { usePage } from '@/shared/page'

/** All shared components in all states. */
export default function Parts() {
  usePage('Parts')
  return <h1>Parts</h1>
}
