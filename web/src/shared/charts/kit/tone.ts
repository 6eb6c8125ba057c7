/** The meaning of a mark's colour: a judgement, not enough data, or a labelled line. */
export type Tone = 'plain' | 'win' | 'mislead' | 'odd' | 'few' | 'c1' | 'c2' | 'c3'

const COLOURS: Readonly<Record<Tone, string>> = {
  plain: 'var(--mark)',
  win: 'var(--win)',
  mislead: 'var(--mislead)',
  odd: 'var(--odd)',
  few: 'var(--ctl-line)',
  c1: 'var(--c1)',
  c2: 'var(--c2)',
  c3: 'var(--c3)',
}

/** Return the colour of a mark; `plain` by default. */
export function colourOf(tone: Tone | undefined): string {
  return COLOURS[tone ?? 'plain']
}

/** Return the colour of text beside a mark; only some tones are legible as text. */
export function inkOf(tone: Tone | undefined): string {
  switch (tone) {
    case 'win':
    case 'mislead':
    case 'odd':
    case 'c1':
      return colourOf(tone)
    default:
      return 'var(--ink)'
  }
}
