import { Tooltip } from '@mantine/core'
import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'

import styles from './Button.module.css'
import { Icon } from './Icon'
import type { IconName } from './icons'
import { Kbd } from './Kbd'

interface Looks {
  /** At most one `primary` per page; `quiet` has no border. */
  variant?: 'plain' | 'primary' | 'quiet'
  small?: boolean
  icon?: IconName
  /** The key that does the same. */
  kbd?: string
  children: ReactNode
}

function looks({ variant = 'plain', small = false }: Omit<Looks, 'children'>, className?: string) {
  return clsx(styles.btn, styles[variant], small && styles.s, className)
}

function content({ icon, kbd, children }: Looks) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {kbd && <Kbd>{kbd}</Kbd>}
    </>
  )
}

type ButtonProps = Looks & Omit<ComponentProps<'button'>, 'children'>

/** A button. */
export function Button({ variant, small, icon, kbd, children, className, ...rest }: ButtonProps) {
  const look = { ...(variant && { variant }), ...(small && { small }) }
  return (
    <button type="button" {...rest} className={looks(look, className)}>
      {content({ ...(icon && { icon }), ...(kbd && { kbd }), children })}
    </button>
  )
}

interface ButtonLinkProps extends Looks {
  href: string
  /** The file name, if the address is a file. */
  download?: string | boolean
  className?: string
}

/** A link that looks like a button. */
export function ButtonLink({ href, download, className, ...look }: ButtonLinkProps) {
  const style = looks(look, className)
  if (download !== undefined || !href.startsWith('/') || href.startsWith('/v1/')) {
    return (
      <a href={href} download={download} className={style}>
        {content(look)}
      </a>
    )
  }
  return (
    <Link href={href} className={style}>
      {content(look)}
    </Link>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName
  /** Its accessible name, shown on hover. */
  label: string
  kbd?: string
}

/** A button with only an icon. */
export function IconButton({ icon, label, kbd, className, ...rest }: IconButtonProps) {
  const tip = kbd ? `${label} (${kbd})` : label
  return (
    <Tooltip label={tip}>
      <button type="button" aria-label={label} {...rest} className={clsx(styles.ibtn, className)}>
        <Icon name={icon} />
      </button>
    </Tooltip>
  )
}
