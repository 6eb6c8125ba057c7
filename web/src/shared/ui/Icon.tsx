import clsx from 'clsx'

import styles from './Icon.module.css'
import { type IconName, ICONS } from './icons'

interface IconProps {
  name: IconName
  className?: string | undefined
}

/** An icon, hidden from screen readers. */
export function Icon({ name, className }: IconProps) {
  return (
    <svg className={clsx(styles.icon, className)} viewBox="0 0 20 20" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  )
}
