import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

import { fonts } from './build/fonts.ts'
import { firstPaint } from './build/first-paint.ts'
import { licences } from './build/licences.ts'
import { packed } from './build/packed.ts'

/** A running `keyart serve` that `npm run dev` asks. */
const SERVICE = process.env.KEYART_URL ?? 'http://127.0.0.1:8765'
const TOKEN = process.env.KEYART_TOKEN ?? ''

/** The service answers its own pages only, so the proxy speaks as one of them. */
const asked = {
  target: SERVICE,
  changeOrigin: true,
  ws: true,
  rewriteWsOrigin: true,
  headers: { origin: SERVICE, ...(TOKEN && { authorization: `Bearer ${TOKEN}` }) },
}

export default defineConfig({
  plugins: [react(), fonts(), firstPaint(), licences(), packed()],
  resolve: { tsconfigPaths: true },
  // The service puts a nonce in its place whenever it sends the page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../src/keyart/webdist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What changes with releases of others is kept apart from what changes with ours.
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|wouter)\//,
              priority: 3,
            },
            { name: 'mantine', test: /node_modules\/(@mantine|@floating-ui)\//, priority: 3 },
            // What most pages share is one file each, instead of dozens of small ones.
            { name: 'shared', test: /src\/shared\/(?!charts\/)/, priority: 2 },
            { name: 'charts', test: /src\/shared\/charts\//, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/graphql': asked, '/v1': asked, '/readyz': asked } },
})
