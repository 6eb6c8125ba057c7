import { readColour, setPaint } from './colour'

const SVG = 'http://www.w3.org/2000/svg'

/** Create an SVG element with attributes. */
export function make(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

const STYLES = [
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'paint-order',
]
const INITIAL: Readonly<Record<string, string>> = {
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'font-variant-numeric': 'normal',
  'text-anchor': 'start',
  'paint-order': 'normal',
}
const TEXT = /^(font|text)-/

/** Copy an SVG of the page, with its computed styles inlined. */
export function copyVector(picture: SVGSVGElement, x: number, y: number): SVGElement {
  const copy = inline(picture)
  const { width, height } = picture.getBoundingClientRect()
  const place = { x, y, width, height, overflow: 'visible' }
  for (const [key, value] of Object.entries(place)) copy.setAttribute(key, String(value))
  return copy
}

function inline(element: Element): SVGElement {
  const copy = element.cloneNode(false) as SVGElement
  for (const name of ['class', 'style', 'role', 'aria-label', 'aria-hidden'])
    copy.removeAttribute(name)
  const style = getComputedStyle(element)
  if (!(element instanceof SVGSVGElement)) write(copy, style)
  for (const child of element.childNodes) {
    if (child instanceof SVGElement) {
      if (getComputedStyle(child).display !== 'none') copy.append(inline(child))
    } else if (child instanceof Text) copy.append(child.data)
  }
  return copy
}

function write(copy: Element, style: CSSStyleDeclaration): void {
  setPaint(copy, 'fill', style.fill)
  if (style.stroke !== 'none') setPaint(copy, 'stroke', style.stroke)
  const text = copy instanceof SVGTextContentElement
  for (const name of STYLES) {
    const value = style.getPropertyValue(name)
    const needed = value !== '' && value !== INITIAL[name] && (text || !TEXT.test(name))
    if (needed && (style.stroke !== 'none' || !name.startsWith('stroke-')))
      copy.setAttribute(name, value)
  }
}

/** Draw a box of the page: its background, hatching, lines and borders. */
export function boxOf(style: CSSStyleDeclaration, at: DOMRect, hatch: string): SVGElement[] {
  const parts: SVGElement[] = []
  const rx = Math.min(parseFloat(style.borderTopLeftRadius) || 0, at.height / 2)
  const box = { x: at.x, y: at.y, width: at.width, height: at.height, rx }
  if (readColour(style.backgroundColor)) {
    const ground = make('rect', box)
    setPaint(ground, 'fill', style.backgroundColor)
    parts.push(ground)
  }
  if (style.backgroundImage.includes('repeating-linear-gradient')) {
    parts.push(make('rect', { ...box, fill: hatch }))
  }
  return [...parts, ...lines(style, at, rx)]
}

function lines(style: CSSStyleDeclaration, at: DOMRect, rx: number): SVGElement[] {
  const parts: SVGElement[] = []
  const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
    width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
    dashed: style[`border${side}Style`] === 'dashed',
    colour: style[`border${side}Color`],
  }))
  const first = sides[0]
  if (first && first.width > 0 && sides.every((side) => side.width === first.width)) {
    parts.push(frame(at, rx, first.width, first.width / 2, first.colour, first.dashed))
  } else {
    sides.forEach((side, index) => {
      if (side.width > 0) parts.push(edge(at, index, side.width, side.colour, side.dashed))
    })
  }
  const inset = /^(.*?\)) 0px 0px 0px ([\d.]+)px inset/.exec(style.boxShadow)
  if (inset?.[1] && inset[2]) {
    parts.push(frame(at, rx, Number(inset[2]), Number(inset[2]) / 2, inset[1], false))
  }
  if (style.outlineStyle === 'dashed') {
    const inside = -parseFloat(style.outlineOffset)
    parts.push(frame(at, 0, parseFloat(style.outlineWidth), inside, style.outlineColor, true))
  }
  return parts
}

function frame(
  at: DOMRect,
  rx: number,
  width: number,
  inside: number,
  colour: string,
  dashed: boolean,
): SVGElement {
  const size = {
    width: Math.max(0, at.width - 2 * inside),
    height: Math.max(0, at.height - 2 * inside),
  }
  const rect = make('rect', { x: at.x + inside, y: at.y + inside, ...size, rx, fill: 'none' })
  return stroked(rect, width, colour, dashed)
}

function edge(
  at: DOMRect,
  side: number,
  width: number,
  colour: string,
  dashed: boolean,
): SVGElement {
  const half = width / 2
  const [x1, y1, x2, y2] = [
    [at.left, at.top + half, at.right, at.top + half],
    [at.right - half, at.top, at.right - half, at.bottom],
    [at.left, at.bottom - half, at.right, at.bottom - half],
    [at.left + half, at.top, at.left + half, at.bottom],
  ][side] as [number, number, number, number]
  return stroked(make('line', { x1, y1, x2, y2 }), width, colour, dashed)
}

function stroked(element: SVGElement, width: number, colour: string, dashed: boolean): SVGElement {
  setPaint(element, 'stroke', colour)
  element.setAttribute('stroke-width', String(width))
  if (dashed) element.setAttribute('stroke-dasharray', '3 2')
  return element
}
