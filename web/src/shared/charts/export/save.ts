import { toCsv, type ChartTable } from '../kit/table'
import { type Caption, type Picture, paint } from './paint'

/** The formats of exports. */
export type Manner = 'png' | 'svg' | 'csv' | 'copy'

/** A chart or a card to export. */
export interface Taken extends Caption {
  readonly part: HTMLElement
  /** The file name without its extension. */
  readonly name: string
  readonly table?: ChartTable | undefined
}

/** Export a part of the page as a file or to the clipboard. */
export async function take(
  { part, name, table, heading, source }: Taken,
  manner: Manner,
): Promise<void> {
  const stem = fileName(name)
  switch (manner) {
    case 'csv':
      if (table) download(new Blob(['\ufeff', toCsv(table)], { type: 'text/csv' }), `${stem}.csv`)
      return
    case 'svg': {
      const { svg } = await paint(part, { heading, source })
      download(new Blob([svg], { type: 'image/svg+xml' }), `${stem}.svg`)
      return
    }
    case 'png':
      download(await raster(await paint(part, { heading, source })), `${stem}.png`)
      return
    case 'copy': {
      const image = paint(part, { heading, source }).then(raster)
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })])
    }
  }
}

/** Return a file name that is valid everywhere: letters and digits, with hyphens between words. */
export function fileName(name: string): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.join('-').slice(0, 80) || 'chart'
}

/** Render a picture as PNG, at double resolution by default. */
export async function raster(picture: Picture, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil(picture.width * scale)
    canvas.height = Math.ceil(picture.height * scale)
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('This browser can’t draw pictures.')
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob)
        else reject(new Error('The picture is too large to export.'))
      }, 'image/png')
    })
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Save data as a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
