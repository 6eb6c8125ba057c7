import clsx from 'clsx'
import type { ReactNode } from 'react'

import type { ServiceError } from '@/shared/api'

import { Button } from './Button'
import { Icon } from './Icon'
import type { IconName } from './icons'
import styles from './Message.module.css'

const TONES = {
  stale: ['wait', 'doubt'],
  error: ['close', 'stop'],
  hint: ['info', 'plain'],
  done: ['check', 'win'],
} as const satisfies Record<string, readonly [IconName, string]>

interface MessageProps {
  tone: keyof typeof TONES
  /** The fact, shown in bold. */
  fact: ReactNode
  /** What to do. */
  children?: ReactNode
  /** A button at the end. */
  action?: ReactNode
}

/** A message about the page or a part of it. */
export function Message({ tone, fact, children, action }: MessageProps) {
  const [icon, look] = TONES[tone]
  return (
    <div className={clsx(styles.note, styles[look])} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <p>
        <b>{fact}</b> {children}
      </p>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}

interface ErrorMessageProps {
  error: ServiceError
  /** Retries; the button is shown only if that may help. */
  retry?: () => void
}

/** An error of the service: what is wrong, and what to do. */
export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  const button = retry && (error.passing || error.code === 'internal') && (
    <Button small onClick={retry}>
      Retry
    </Button>
  )
  return (
    <Message tone="error" fact={error.message} action={button}>
      {error.hint}
    </Message>
  )
}
