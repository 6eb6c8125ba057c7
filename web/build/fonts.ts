import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, parse } from 'node:path'
import subset from 'subset-font'
import type { Plugin } from 'vite'

/** The font faces of the application: files, weights, and the characters that each is for. */
const FACES = new URL('../src/shared/theme/fonts.css', import.meta.url)

/** Features of fonts that style sheets ask for, and those that browsers apply by themselves. */
const FEATURES = [
  ...['calt', 'ccmp', 'kern', 'liga', 'locl', 'mark', 'mkmk'],
  ...['tnum', 'cv11', 'ss03'],
]

interface Face {
  characters: string
  weights: { min: number; max: number }
}

/** Reduces each font to the characters, weights and features that its face declares. */
export function fonts(): Plugin {
  return {
    name: 'keyart:fonts',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const faces = facesOf(readFileSync(FACES, 'utf8'))
      const assets = Object.values(bundle).filter((part) => part.type === 'asset')
      for (const font of assets) {
        const file = basename(font.originalFileNames[0] ?? '')
        const face = faces.get(file)
        if (!face) continue
        const source = await subset(Buffer.from(font.source), face.characters, {
          targetFormat: 'woff2',
          keepFeatures: FEATURES,
          variationAxes: { wght: face.weights },
        })
        // Browsers keep a file for good, so its name must change with what is in it.
        const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
        const before = basename(font.fileName)
        font.source = source
        font.fileName = `assets/${parse(file).name}-${hash}.woff2`
        for (const sheet of assets.filter(({ fileName }) => fileName.endsWith('.css'))) {
          sheet.source = String(sheet.source).replaceAll(before, basename(font.fileName))
        }
      }
    },
  }
}

/** The faces of a style sheet, by the name of their file. */
export function facesOf(css: string): Map<string, Face> {
  const blocks = css.match(/@font-face \{[^}]*\}/g) ?? []
  return new Map(
    blocks.map((block) => {
      const [min, max] = part(block, /font-weight: (\d+ \d+);/)
        .split(' ')
        .map(Number)
      const characters = part(block, /unicode-range:([^;]+);/)
        .split(',')
        .map(charactersOf)
        .join('')
      const file = basename(part(block, /url\('([^']+)'\)/))
      return [file, { characters, weights: { min: min ?? 400, max: max ?? 400 } }]
    }),
  )
}

function part(block: string, pattern: RegExp): string {
  const match = pattern.exec(block)?.[1]
  if (match === undefined) throw new Error(`A font face without ${pattern.source}: ${block}`)
  return match
}

/** The characters of a range such as U+0100-017F. */
function charactersOf(range: string): string {
  const [first = 0, last = first] = range
    .trim()
    .replace('U+', '')
    .split('-')
    .map((digits) => parseInt(digits, 16))
  return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, at) => first + at))
}
