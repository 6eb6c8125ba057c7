/** What a mark says: a judgement, too little data, or a line that has a name. */
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

/** Give the colour of a mark; `plain` where no tone is given. */
export function colourOf(tone: Tone | undefined): string {
  return COLOURS[tone ?? 'plain']
}

/** Give the colour of text beside a mark: of the eight categorical colours only the first is legible. */
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
