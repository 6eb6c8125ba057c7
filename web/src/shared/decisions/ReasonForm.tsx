import { type ReactNode, useEffect, useRef, useState } from 'react'

import { Button } from '@/shared/ui'

import styles from './ReasonForm.module.css'

interface ReasonFormProps {
  label: string
  placeholder: string
  /** What the button does. */
  action: string
  pending: boolean
  /** Whether a reason may be left out. */
  optional?: boolean
  /** Further fields, above the reason. */
  children?: ReactNode
  problem: ReactNode
  onSend: (reason: { because: string; by: string | null }) => void
  onCancel: () => void
}

/** Asks why something is decided, and by whom. */
export function ReasonForm(props: ReasonFormProps) {
  const { label, placeholder, action, pending, problem, onSend, onCancel } = props
  const { optional = false, children } = props
  const [because, setBecause] = useState('')
  const [by, setBy] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (optional || because.trim()) onSend({ because: because.trim(), by: by.trim() || null })
      }}
    >
      {children}
      <label>
        {label}
        <textarea
          ref={field}
          required={!optional}
          rows={2}
          value={because}
          placeholder={placeholder}
          onChange={({ target }) => setBecause(target.value)}
        />
      </label>
      <label>
        Your name (optional)
        <input value={by} autoComplete="name" onChange={({ target }) => setBy(target.value)} />
      </label>
      {problem}
      <p className={styles.actions}>
        <Button
          type="submit"
          variant="primary"
          disabled={(!optional && because.trim() === '') || pending}
        >
          {action}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </p>
    </form>
  )
}
