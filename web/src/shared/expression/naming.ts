/** What people name themselves. */
type Kind = 'segment' | 'list'

/** Return the id of a segment or list from its name: `segment:lapsed-fans`; empty for no name. */
export function idOf(kind: Kind, called: string): string {
  const plain = called
    .normalize('NFKC')
    .toLowerCase()
    .replace(new RegExp(`^${kind}:`), '')
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .filter(Boolean)
    .join('-')
  return plain && `${kind}:${plain}`
}
