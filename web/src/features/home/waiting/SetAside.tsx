import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'

import { Button } from '@/shared/ui'

import type { Answer } from './lines'
import styles from './Waiting.module.css'

const DAY = 24 * 60 * 60 * 1000
const LATER = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In a week', days: 7 },
  { label: 'In four weeks', days: 28 },
]
const REASONS = [
  'Decided elsewhere already',
  'Other reasons weigh more',
  'The difference is too small',
  'We don’t trust this result',
]

interface SetAsideProps {
  heading: string
  disabled: boolean
  onRemind: (until: string) => void
  onDismiss: (because: string) => void
}

/** Be reminded later, or dismiss with a reason. */
export function SetAside({ heading, disabled, onRemind, onDismiss }: SetAsideProps) {
  const [reason, setReason] = useState('')
  return (
    <>
      <Menu label="Remind me" answer="remind" heading={heading} disabled={disabled}>
        {LATER.map(({ label, days }) => (
          <Button
            key={label}
            small
            variant="quiet"
            onClick={() => onRemind(new Date(Date.now() + days * DAY).toISOString())}
          >
            {label}
          </Button>
        ))}
      </Menu>
      <Menu label="Dismiss" answer="dismiss" heading={heading} disabled={disabled}>
        {REASONS.map((label) => (
          <Button key={label} small variant="quiet" onClick={() => onDismiss(label)}>
            {label}
          </Button>
        ))}
        <form
          className={styles.reason}
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim()) onDismiss(reason.trim())
          }}
        >
          <input
            aria-label="Another reason"
            placeholder="Another reason"
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button small type="submit" disabled={reason.trim() === ''}>
            Dismiss
          </Button>
        </form>
      </Menu>
    </>
  )
}

interface MenuProps {
  label: string
  answer: Answer
  heading: string
  disabled: boolean
  children: ReactNode
}

function Menu({ label, answer, heading, disabled, children }: MenuProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          small
          variant="quiet"
          disabled={disabled}
          data-answer={answer}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          {label}
          <span className="vh">: {heading}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={`${label}: ${heading}`}>
        <div className={styles.menu}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  )
}
