import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** What gets smaller by packing; pictures and fonts are packed already. */
const PACKABLE = /\.(js|css|svg|json)$/

/** Lays a .gz and a .br beside each file, so that the service need not pack at each request. */
export function packed(): Plugin {
  let folder = ''
  return {
    name: 'keyart:packed',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    closeBundle() {
      const names = readdirSync(join(folder, 'assets'))
      for (const name of names.filter((name) => PACKABLE.test(name))) {
        const path = join(folder, 'assets', name)
        const bytes = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(bytes))
      }
    },
  }
}
