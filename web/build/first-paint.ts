import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Before anything is painted: the colours that were chosen, where they are not the system's. */
const SOURCE = new URL('first-paint.js', import.meta.url)

/**
 * Puts a small script into the head that browsers run before they paint.
 *
 * Modules run later, and the service allows no script inside the page, so it is a file of its own.
 */
export function firstPaint(): Plugin {
  const source = readFileSync(SOURCE, 'utf8')
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
  const fileName = `assets/first-paint-${hash}.js`
  return {
    name: 'keyart:first-paint',
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_, answer) => {
        answer.setHeader('content-type', 'text/javascript')
        answer.end(source)
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source })
    },
    transformIndexHtml() {
      return [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }]
    },
  }
}
