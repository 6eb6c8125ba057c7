/** Load a file of the service as a `data:` URL; null where that is not allowed. */
export async function asData(address: string): Promise<string | null> {
  try {
    const answer = await fetch(address)
    if (!answer.ok) return null
    const blob = await answer.blob()
    return await new Promise((resolve, reject) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result as string)
      reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
      reader.readAsDataURL(blob)
    })
  } catch (error) {
    if (error instanceof TypeError) return null // media of another server, which pages may show but not read
    throw error
  }
}

/** Return the CSS rules of the loaded fonts, with the fonts embedded. */
export async function fontRules(): Promise<string> {
  const loaded = new Set([...document.fonts].filter((font) => font.status === 'loaded').map(nameOf))
  const rules = [...document.styleSheets].flatMap((sheet) => facesOf(sheet, loaded))
  return (await Promise.all(rules.map(withFile))).join('\n')
}

function nameOf(font: FontFace): string {
  return key(font.family, font.style, font.unicodeRange)
}

function key(family: string, style: string, range: string): string {
  return [
    family.replaceAll(/["']/g, ''),
    style || 'normal',
    range.toUpperCase().replaceAll(' ', ''),
  ].join('|')
}

interface Face {
  readonly rule: string
  readonly address: string
  readonly file: string
}

function facesOf(sheet: CSSStyleSheet, loaded: ReadonlySet<string>): Face[] {
  const rules =
    sheet.href === null || sheet.href.startsWith(location.origin) ? [...sheet.cssRules] : []
  return rules.flatMap((rule) => {
    if (!(rule instanceof CSSFontFaceRule)) return []
    const value = (name: string): string => rule.style.getPropertyValue(name)
    const [, file] = /url\(["']?([^"')]+)["']?\)/.exec(value('src')) ?? []
    const used = loaded.has(key(value('font-family'), value('font-style'), value('unicode-range')))
    if (file === undefined || !used) return []
    return [{ rule: rule.cssText, file, address: new URL(file, sheet.href ?? location.href).href }]
  })
}

async function withFile({ rule, file, address }: Face): Promise<string> {
  const data = await asData(address)
  return data === null ? '' : rule.replace(file, data)
}
