/*
 * Estimated widths of text before it is drawn, for the layout of labels. They are upper bounds.
 */

const NARROW = new Set("iIjl.,:;'’|!()[]·")
const SLIM = new Set('frt-/ “”')
const WIDE = new Set('mwMW%@—')

function ems(character: string): number {
  if (NARROW.has(character)) return 0.34
  if (SLIM.has(character)) return 0.42
  if (WIDE.has(character)) return 0.95
  if (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]/u.test(character)) return 1.05
  if (/\p{Lu}/u.test(character)) return 0.74
  return 0.62
}

/** Return the maximum width of `text` in px, at `size` px. */
export function textWidth(text: string, size = 11.5): number {
  let width = 0
  for (const character of text) width += ems(character)
  return width * size
}

/** Break `text` between words into lines of at most `room` px at `size` px. */
export function wrapped(text: string, room: number, size = 13): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last === undefined || textWidth(longer, size) > room) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}

const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Shorten `text` to at most `room` px at `size` px, ending in “…”. */
export function shorten(text: string, room: number, size = 13): string {
  if (textWidth(text, size) <= room) return text
  let kept = ''
  for (const { segment } of signs.segment(text)) {
    if (kept !== '' && textWidth(`${kept}${segment}…`, size) > room) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
