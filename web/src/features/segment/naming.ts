/** Return the id of a segment from its name: `segment:lapsed-fans`. */
export function segmentName(called: string): string {
  const plain = called
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^segment:/, '')
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .filter(Boolean)
    .join('-')
  return plain && `segment:${plain}`
}
