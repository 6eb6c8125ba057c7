import type { Cell, Condition } from '@/shared/api'

import type { Question } from './question'

/** Where a program sends a question. */
export interface Place {
  /** The service's address: `http://127.0.0.1:8765`. */
  service: string
}

/** A placeholder for the store's folder, which the service keeps private. */
export const FOLDER = 'my.keyart'

/** Return a question in Python, over HTTP or from a folder. */
export function python(question: Question, { service }: Place): string {
  const given = Object.entries(question).map(([name, value]) => `    ${name}=${literal(value)},\n`)
  return (
    `import keyart\n\nstore = keyart.connect("${service}", token="…")\n` +
    `# or, where the folder is: store = keyart.open("${FOLDER}")\n\n` +
    `answer = store.query(\n${given.join('')})\nanswer.to_arrow()`
  )
}

function literal(value: unknown): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, one]) => `${quoted(key)}: ${literal(one)}`)
    return `{${entries.join(', ')}}`
  }
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value)
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

/** Return a question as a command. */
export function commandLine(question: Question): string {
  const { where = {}, having = {}, intervals, ...rest } = question
  const options: [string, string?][] = []
  for (const [name, value] of Object.entries(rest)) {
    const option = `--${name.replaceAll('_', '-')}`
    if (value === true) options.push([option])
    else options.push([option, typeof value === 'object' ? value.join(',') : String(value)])
  }
  for (const [name, one] of Object.entries(where)) options.push(['--where', condition(name, one)])
  for (const [name, one] of Object.entries(having)) options.push(['--having', range(name, one)])
  if (intervals === 0.95) options.push(['--intervals'])
  else if (intervals !== undefined) options.push(['--confidence', String(intervals)])
  const lines = options.map(([option, value]) => {
    if (value === undefined) return option
    return value.startsWith('-') ? `${option}=${shell(value)}` : `${option} ${shell(value)}`
  })
  return [`keyart query ${FOLDER}`, ...lines].join(' \\\n  ')
}

function condition(name: string, value: Condition): string {
  if (value !== null && typeof value === 'object' && 'not' in value) {
    return `${name}!=${value.not.map(written).join(',')}`
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return range(name, value as Bounds)
  }
  const values = Array.isArray(value) ? (value as readonly Cell[]) : [value]
  return `${name}=${values.map(written).join(',')}`
}

interface Bounds {
  from?: string | number
  to?: string | number
}

function range(name: string, { from = '', to = '' }: Bounds): string {
  return `${name}=${from}..${to}`
}

/** Return a value of a condition, in quotes where it would be ambiguous. */
function written(value: Cell): string {
  if (value === null) return 'null'
  const text = String(value)
  const plain = text !== '' && text.trim() === text && text !== 'null' && !/[,"]|\.\./.test(text)
  return plain ? text : `"${text.replaceAll('"', '""')}"`
}

/** Return a word of a command, quoted for the shell if necessary. */
function shell(word: string): string {
  return /^[\w.,:=/@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Return a question as a curl command. */
export function curl(question: Question, { service }: Place): string {
  const body = JSON.stringify(question)
  return (
    `curl ${service}/v1/query \\\n  -H "Authorization: Bearer $KEYART_TOKEN" \\\n` +
    `  -H 'Content-Type: application/json' \\\n  -d ${shell(body)}`
  )
}

const SHOWS = `{
    columns { name kind type }
    rows
    totals
    meta { answeredBy reason ms asOf completeUntil }
  }`

/**
 * Return a question as a GraphQL request.
 *
 * It uses a variable for names with dots, such as profile.plan, which GraphQL literals don't allow.
 */
export function graph(input: object): string {
  if (Object.values(input).every(isPlain)) {
    const given = Object.entries(input).map(([name, one]) => `    ${name}: ${graphLiteral(one)}\n`)
    return `{\n  question(ask: {\n${given.join('')}  }) ${SHOWS}\n}`
  }
  const variables = JSON.stringify({ ask: input }, null, 2)
  return `query Question($ask: QuestionInput!) {\n  question(ask: $ask) ${SHOWS}\n}\n\n# variables\n${variables}`
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return true
  return Object.entries(value).every(([name, one]) => /^[A-Za-z_]\w*$/.test(name) && isPlain(one))
}

function graphLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(graphLiteral).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, one]) => `${key}: ${graphLiteral(one)}`)
    return `{${entries.join(', ')}}`
  }
  return JSON.stringify(value)
}
