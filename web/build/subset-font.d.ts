/** What fonts.ts uses of subset-font, which does not describe its types. */
declare module 'subset-font' {
  interface Options {
    targetFormat: 'woff2'
    keepFeatures: string[]
    variationAxes: Record<string, { min: number; max: number }>
  }
  export default function subset(font: Buffer, text: string, options: Options): Promise<Buffer>
}
