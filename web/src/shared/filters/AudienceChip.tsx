import { useState } from 'react'

import { useShortcuts } from '@/shared/keys'
import { Button, Chip } from '@/shared/ui'

import styles from './AudienceChip.module.css'
import { useCheck } from './expression'
import { ExpressionField, sizeOf } from './ExpressionField'

interface AudienceChipProps {
  /** The expression; empty: everybody. */
  audience: string
  onChange: (audience: string) => void
}

/** The audience filter: an expression with its live size. */
export function AudienceChip({ audience, onChange }: AudienceChipProps) {
  const { check } = useCheck(audience)
  const wrong = check?.problem
  useShortcuts('This page', [
    {
      keys: 'e',
      does: 'Edit the audience expression',
      run: () => document.querySelector<HTMLElement>('[data-audience] button')?.click(),
    },
  ])
  return (
    <span className={styles.place} data-audience>
      <Chip
        name="Audience"
        value={
          audience === '' ? (
            'everybody'
          ) : (
            <span className={styles.value}>
              <Expression text={audience} />
              {check?.valid && <span className={styles.size}>{sizeOf(check)}</span>}
            </span>
          )
        }
        on={audience !== ''}
        onClear={() => onChange('')}
        problem={wrong && `${wrong.message} ${wrong.hint}`}
      >
        {(close) => (
          <Editor
            audience={audience}
            onDone={(text) => {
              onChange(text)
              close()
            }}
          />
        )}
      </Chip>
    </span>
  )
}

/** An expression with its operators highlighted. */
export function Expression({ text }: { text: string }) {
  return (
    <code className={styles.code}>
      {text
        .split(/\b(and not|and|or|not)\b/)
        .map((part, n) => (n % 2 ? <em key={n}>{part}</em> : part))}
    </code>
  )
}

function Editor({ audience, onDone }: { audience: string; onDone: (text: string) => void }) {
  const [text, setText] = useState(audience)
  return (
    <div className={styles.editor}>
      <ExpressionField value={text} onChange={setText} onDone={() => onDone(text.trim())} />
      <Button small variant="primary" onClick={() => onDone(text.trim())}>
        Show these people
      </Button>
    </div>
  )
}
