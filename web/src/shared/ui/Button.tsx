import { Tooltip } from '@mantine/core'
import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'

import styles from './Button.module.css'
import { Icon } from './Icon'
import type { IconName } from './icons'
import { Kbd } from './Kbd'

interface Looks {
  /** One `primary` a screen at most; `quiet` has no border. */
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

/** Does something. */
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
  /** The name of the file, where the address is one. */
  download?: string | boolean
  className?: string
}

/** Leads somewhere. */
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
  /** What it does: said, and shown on hover. */
  label: string
  kbd?: string
}

/** Does something that a drawing says well enough. */
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
