/** A colour for drawing programs: opaque, with its opacity apart. */
export interface Paint {
  readonly colour: string
  readonly opacity: number
}

/** Parse a computed colour; null if it is invisible. */
export function readColour(css: string): Paint | null {
  const mixed = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.e+-]+))?\)$/.exec(css)
  if (mixed)
    return paint(
      [1, 2, 3].map((part) => Number(mixed[part]) * 255),
      mixed[4],
    )
  const plain = /^rgba?\(([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)(?:[,/ ]+([\d.]+))?\)$/.exec(css)
  if (plain)
    return paint(
      [1, 2, 3].map((part) => Number(plain[part])),
      plain[4],
    )
  return null
}

function paint(channels: readonly number[], alpha: string | undefined): Paint | null {
  const opacity = alpha === undefined ? 1 : Number(alpha)
  if (opacity === 0) return null
  const clamped = channels.map((channel) => Math.round(Math.min(255, Math.max(0, channel))))
  return { colour: `rgb(${clamped.join(', ')})`, opacity }
}

/** Set the `fill` or `stroke` of an element from a computed colour. */
export function setPaint(element: Element, name: 'fill' | 'stroke', css: string): void {
  const read = readColour(css)
  element.setAttribute(name, read?.colour ?? css)
  if (read && read.opacity < 1) element.setAttribute(`${name}-opacity`, String(read.opacity))
}
