import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

import { STANDARD_TERMS } from './standard-terms.ts'

/** How files with the terms of a package are called. */
const TERMS = /^(licen[cs]e|copying|notice)(\..+)?$/i

/** Where the terms of a tool itself end, and those of what it is made of begin. */
const OF_PARTS = /^# Licenses of bundled dependencies/m

/** The folder of the package that a file belongs to. */
const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/

const RULE = '-'.repeat(80)

const ABOUT = `Keyart's web application holds code and fonts of others, under these terms.
Keyart itself is under the Apache License 2.0.`

/** What is read of a package.json. */
interface About {
  name: string
  version: string
  license?: string
  author?: string | { name: string }
}

/** Lays licences.txt beside the page: the terms of every package whose code or fonts are built in. */
export function licences(): Plugin {
  let root = ''
  return {
    name: 'keyart:licences',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    generateBundle(_, bundle) {
      const files = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
      )
      const folders = files.map((file) => folderOf(file.replace(/^\0/, ''), root))
      const found = [...new Set(folders)].filter((folder) => folder !== null)
      const texts = found.map(termsOf).sort()
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: written(texts) })
    },
  }
}

/** The folder of a file's package; null for our own. Helpers that vite adds are vite's. */
function folderOf(file: string, root: string): string | null {
  if (/^(vite|rolldown)[\\/:]/.test(file)) {
    return resolve(root, 'node_modules', file.startsWith('vite') ? 'vite' : 'rolldown')
  }
  return PACKAGE.exec(resolve(root, file))?.[1] ?? null
}

/** What a package is called, and its terms. */
function termsOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as About
  if (!about.license) throw new Error(`${about.name} does not say under which licence it is.`)
  const texts = readdirSync(folder)
    .filter((name) => TERMS.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').split(OF_PARTS)[0]?.trim() ?? '')
  const terms = texts.length ? texts.join('\n\n') : standard(about)
  return `${about.name} ${about.version}: ${about.license}\n\n${terms}`
}

/** The terms of a package that names its licence but brings no text. */
function standard({ name, license, author }: About): string {
  const terms = STANDARD_TERMS[license ?? '']
  if (!terms) throw new Error(`${name} brings no text of its licence, ${license}.`)
  const holder = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`)
  return terms.replace('[holder]', holder.replace(/ *<.*/, ''))
}

function written(texts: readonly string[]): string {
  return `${[ABOUT, ...texts].join(`\n\n${RULE}\n\n`)}\n`
}
