import { setPaint } from './colour'
import { make } from './vector'

const ruler = document.createElement('canvas').getContext('2d')

/** Draw the text of a node at its place on the page, line by line. */
export function textOf(node: Text, style: CSSStyleDeclaration): SVGElement[] {
  const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  if (ruler) ruler.font = font
  const measured = ruler?.measureText('x')
  const up = measured?.fontBoundingBoxAscent ?? parseFloat(style.fontSize) * 0.95
  const down = measured?.fontBoundingBoxDescent ?? parseFloat(style.fontSize) * 0.25
  return linesOf(node).map(({ text, at }) => {
    const baseline = at.top + at.height / 2 + (up - down) / 2
    const element = make('text', {
      x: at.left,
      y: baseline,
      'font-family': style.fontFamily,
      'font-size': style.fontSize,
      'font-weight': style.fontWeight,
      'font-variant-numeric': style.fontVariantNumeric,
      'letter-spacing': style.letterSpacing,
    })
    setPaint(element, 'fill', style.color)
    element.textContent = style.textTransform === 'uppercase' ? text.toUpperCase() : text
    return element
  })
}

interface Line {
  text: string
  readonly at: DOMRect
}

function linesOf(node: Text): Line[] {
  const lines: Line[] = []
  const range = document.createRange()
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index)
    range.setEnd(node, word.index + word[0].length)
    const [at] = range.getClientRects()
    if (at === undefined || at.width === 0) continue
    const line = lines.at(-1)
    if (line && Math.abs(line.at.top - at.top) < 2) line.text += ` ${word[0]}`
    else lines.push({ text: word[0], at })
  }
  return lines
}
