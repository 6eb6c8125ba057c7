import { wrapped } from '../kit/text'
import { asData, fontRules } from './fonts'
import { textOf } from './letters'
import { boxOf, copyVector, make } from './vector'

/** An SVG picture of a part of the page, with its size in px. */
export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
  /** The background colour. */
  readonly ground: string
}

/** What is written around a picture, so that it can stand alone. */
export interface Caption {
  /** The heading above: what it is about, and what it says. */
  readonly heading?: { readonly about: string; readonly text: string } | undefined
  /** The provenance of the figures, below. */
  readonly source?: string | undefined
}

const PAD = 20
/** The size and the line height of the heading, in px. */
const HEADING = { size: 20, line: 27 } as const
const HATCH = 'export-hatch'

/**
 * Draw a part of the page as a self-contained SVG: text stays text, colours are those of the theme,
 * pictures and fonts are embedded. Elements with `data-export="no"` are left out.
 */
export async function paint(part: HTMLElement, caption: Caption = {}): Promise<Picture> {
  const { heading, source } = caption
  const token = (name: string): string => getComputedStyle(part).getPropertyValue(name).trim()
  const scrolled = unscroll(part)
  const origin = part.getBoundingClientRect()
  const layer = make('g')
  await draw(part, layer)
  for (const [element, left, top] of scrolled) element.scrollTo(left, top)
  const size = extent(part, origin)
  const width = size.width + 2 * PAD
  const lines = heading ? wrapped(heading.text, size.width, HEADING.size) : []
  const head = heading ? 26 + lines.length * HEADING.line + 12 : 0
  const height = head + size.height + 2 * PAD + (source ? 24 : 0)
  const svg = make('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  })
  const style = make('style')
  style.textContent = await fontRules()
  layer.setAttribute('transform', `translate(${PAD - origin.left} ${PAD + head - origin.top})`)
  const ground = token('--surface') || '#ffffff'
  svg.append(style, hatch(token('--hatch')), make('rect', { width, height, fill: ground }), layer)
  const write = (text: string, y: number, look: Record<string, string | number>): void => {
    const words = make('text', { x: PAD, y, 'font-family': token('--font-ui'), ...look })
    words.textContent = text
    svg.append(words)
  }
  const small = { 'font-size': 11, fill: token('--ink-3') }
  if (heading) {
    write(heading.about, PAD + 12, small)
    const large = { 'font-size': HEADING.size, 'font-weight': 600, fill: token('--ink') }
    lines.forEach((line, n) => write(line, PAD + 26 + 20 + n * HEADING.line, large))
  }
  if (source) write(source, height - 14, small)
  return { svg: new XMLSerializer().serializeToString(svg), width, height, ground }
}

function unscroll(part: HTMLElement): (readonly [HTMLElement, number, number])[] {
  return [...part.querySelectorAll<HTMLElement>('*')]
    .filter((element) => element.scrollLeft !== 0 || element.scrollTop !== 0)
    .map((element) => {
      const was = [element, element.scrollLeft, element.scrollTop] as const
      element.scrollTo(0, 0)
      return was
    })
}

function extent(part: HTMLElement, origin: DOMRect): { width: number; height: number } {
  let { width, height } = origin
  for (const element of part.querySelectorAll<HTMLElement>('*')) {
    if (element.scrollWidth > element.clientWidth && shows(getComputedStyle(element))) {
      const at = element.getBoundingClientRect()
      width = Math.max(width, at.left - origin.left + element.scrollWidth)
      height = Math.max(height, at.top - origin.top + element.scrollHeight)
    }
  }
  return { width, height }
}

function shows(style: CSSStyleDeclaration): boolean {
  return style.display !== 'none' && style.overflowX !== 'hidden' && style.overflowX !== 'visible'
}

function hatch(colour: string): SVGElement {
  const pattern = make('pattern', {
    id: HATCH,
    width: 6,
    height: 6,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  })
  pattern.append(make('path', { d: 'M0 0V6', stroke: colour, 'stroke-width': 2.4 }))
  const defs = make('defs')
  defs.append(pattern)
  return defs
}

async function draw(element: Element, onto: SVGElement): Promise<void> {
  const style = getComputedStyle(element)
  const at = element.getBoundingClientRect()
  const away =
    style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0
  if (away || element.getAttribute('data-export') === 'no' || (at.width <= 1 && at.height <= 1))
    return
  if (element instanceof SVGSVGElement) {
    onto.append(copyVector(element, at.x, at.y))
    return
  }
  const layer = make('g', Number(style.opacity) < 1 ? { opacity: style.opacity } : {})
  layer.append(...boxOf(style, at, `url(#${HATCH})`))
  if (style.overflowX === 'hidden' || element instanceof HTMLImageElement) clip(layer, at, style)
  if (element instanceof HTMLImageElement) await picture(element, at, layer)
  for (const child of element.childNodes) {
    if (child instanceof Element) await draw(child, layer)
    else if (child instanceof Text) layer.append(...textOf(child, style))
  }
  if (layer.hasChildNodes()) onto.append(layer)
}

let clips = 0

function clip(layer: SVGElement, at: DOMRect, style: CSSStyleDeclaration): void {
  clips += 1
  const path = make('clipPath', { id: `export-clip-${clips}` })
  const rx = parseFloat(style.borderTopLeftRadius) || 0
  path.append(make('rect', { x: at.x, y: at.y, width: at.width, height: at.height, rx }))
  layer.append(path)
  layer.setAttribute('clip-path', `url(#export-clip-${clips})`)
}

async function picture(image: HTMLImageElement, at: DOMRect, layer: SVGElement): Promise<void> {
  const box = { x: at.x, y: at.y, width: at.width, height: at.height }
  const href = await asData(image.currentSrc || image.src)
  if (href === null) layer.append(make('rect', { ...box, fill: 'rgb(140, 140, 140)' }))
  else layer.append(make('image', { ...box, href, preserveAspectRatio: 'xMidYMid slice' }))
}
