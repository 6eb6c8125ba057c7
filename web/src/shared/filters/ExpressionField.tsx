import { useDebouncedValue } from '@mantine/hooks'
import { useId, useRef, useState } from 'react'

import { number } from '@/shared/format'

import styles from './ExpressionField.module.css'
import { type Check, meant, type Named, useAudienceNames, useCheck, wordAt } from './expression'
import { Wrong } from './Wrong'

interface ExpressionFieldProps {
  value: string
  onChange: (value: string) => void
  /** Called on Enter. */
  onDone?: () => void
}

/** A text field for an audience expression, with its live size, suggestions and errors. */
export function ExpressionField({ value, onChange, onDone }: ExpressionFieldProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [place, setPlace] = useState(value.length)
  const [asked] = useDebouncedValue(value.trim(), 200)
  const { check, checking } = useCheck(asked)
  const names = meant(wordAt(value, place).word, useAudienceNames())
  const take = ({ name }: Named) => {
    const { from, to } = wordAt(value, place)
    onChange(`${value.slice(0, from)}${name}${value.slice(to)}`)
    setPlace(from + name.length)
    field.current?.focus()
  }
  return (
    <div className={styles.editor}>
      <textarea
        ref={field}
        className={styles.text}
        rows={2}
        spellCheck={false}
        autoCapitalize="off"
        placeholder="affinity:heist-thrillers and not segment:lapsed"
        aria-label="Audience expression"
        aria-describedby={id}
        aria-invalid={check?.valid === false}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
          setPlace(event.target.selectionStart)
        }}
        onSelect={(event) => setPlace(event.currentTarget.selectionStart)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          onDone?.()
        }}
      />
      {names.length > 0 && (
        <ul className={styles.names} aria-label="Suggestions">
          {names.map((audience) => (
            <li key={audience.name}>
              <button type="button" onClick={() => take(audience)}>
                <code>{audience.name}</code>
                <span className="num sub">{number(audience.profiles)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div id={id} role="status" className={styles.said}>
        {check && (
          <Said
            check={check}
            text={asked}
            stale={checking || asked !== value.trim()}
            onMend={(text) => {
              onChange(text)
              field.current?.focus()
            }}
          />
        )}
      </div>
    </div>
  )
}

interface SaidProps {
  check: Check
  text: string
  stale: boolean
  onMend: (text: string) => void
}

/** The size of an expression, or its error. */
function Said({ check, text, stale, onMend }: SaidProps) {
  if (check.problem) return <Wrong problem={check.problem} text={text} onMend={onMend} />
  return (
    <p className="num" data-stale={stale || undefined}>
      <b>{sizeOf(check)}</b>
    </p>
  )
}

/** Return the size of a checked expression: "281,930 profiles", or that there are too few. */
export function sizeOf({ profiles, suppressed }: Pick<Check, 'profiles' | 'suppressed'>): string {
  if (profiles !== null) return `${number(profiles)} ${profiles === 1 ? 'profile' : 'profiles'}`
  return suppressed ? 'too few profiles to show' : ''
}
