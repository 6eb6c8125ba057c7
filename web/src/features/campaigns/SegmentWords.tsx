import { inWords, read, useNames } from '@/shared/expression'

/** An audience expression in words. */
export function SegmentWords({ text }: { text: string }) {
  const rule = read(text)
  const names = useNames(rule)
  return <>{rule ? inWords(rule, names) : text}</>
}
