import { Button, ButtonLink, Panel, Segmented, useCopy } from '@/shared/ui'
import { type Question, inputOf } from './question'
import { commandLine, curl, FOLDER, graph, python } from './code'
import type { QuestionState } from './state'
import styles from './TakePanel.module.css'
import { exportLink } from '@/shared/api'

type Language = QuestionState['code']

const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: 'python', label: 'Python' },
  { value: 'cli', label: 'Command line' },
  { value: 'curl', label: 'REST' },
  { value: 'graphql', label: 'GraphQL' },
]

const NOTES: Record<Language, string> = {
  python:
    'Over HTTP, rows with too few people are hidden, as here. Opening the folder shows all rows.',
  cli: `Replace ${FOLDER} by your store’s folder. Opening the folder shows all rows, including those with few people.`,
  curl: 'Use the token that the service was started with.',
  graphql: 'Send it by POST to /graphql.',
}

const FORMATS = [
  ['csv', 'CSV'],
  ['parquet', 'Parquet'],
  ['arrow', 'Arrow'],
  ['jsonl', 'JSON lines'],
] as const

interface TakePanelProps {
  question: Question
  code: Language
  onCode: (code: Language) => void
}

/** The question as code, and all of its rows as files. */
export function TakePanel({ question, code, onCode }: TakePanelProps) {
  return (
    <div className="two">
      <Panel
        title="Use this question elsewhere"
        lead="Same question, same rows."
        actions={<Segmented label="Language" options={LANGUAGES} value={code} onChange={onCode} />}
      >
        <Code text={codeOf(question, code)} note={NOTES[code]} />
      </Panel>
      <Panel
        title="Export"
        lead="All rows, uncapped. CSV opens in spreadsheets; Parquet and Arrow keep types."
      >
        <div className={styles.files}>
          {FORMATS.map(([format, label]) => (
            <ButtonLink
              key={format}
              icon="download"
              href={exportLink(question, format)}
              download={`keyart-answer.${format}`}
            >
              {label}
            </ButtonLink>
          ))}
        </div>
      </Panel>
    </div>
  )
}

function codeOf(question: Question, language: Language): string {
  const place = { service: location.origin }
  switch (language) {
    case 'cli':
      return commandLine(question)
    case 'curl':
      return curl(question, place)
    case 'graphql':
      return graph(inputOf(question))
    case 'python':
      return python(question, place)
  }
}

function Code({ text, note }: { text: string; note: string }) {
  const { copied, copy } = useCopy()
  return (
    <div className={styles.code}>
      {/* Long lines scroll, which must work by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label="The question as code">
        {text}
      </pre>
      <p className="small sub">{note}</p>
      <Button small icon={copied ? 'check' : 'copy'} onClick={() => copy(text)} data-copy>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}
