import { Popover, type PopoverProps } from '@mantine/core'
import clsx from 'clsx'
import { type ReactNode, useState } from 'react'

import styles from './Chip.module.css'
import { Icon } from './Icon'
import type { IconName } from './icons'

/** A popover is at most as high as the room beside its chip, and scrolls. */
const FITTING: NonNullable<PopoverProps['middlewares']> = {
  flip: true,
  shift: true,
  size: {
    padding: 8,
    apply: ({ availableHeight, elements }) => {
      elements.floating.style.maxHeight = `${Math.max(LEAST_HEIGHT, availableHeight)}px`
    },
  },
}

/** Of a popover, in px. */
const LEAST_HEIGHT = 160

interface ChipProps {
  /** Its name: Country. */
  name: string
  /** Its value: Germany, all. */
  value: ReactNode
  /** Whether it differs from the default: blue, and can be cleared. */
  on?: boolean
  onClear?: (() => void) | undefined
  /** Removes the chip; its × is always shown. */
  onRemove?: (() => void) | undefined
  /** What is wrong with it; shown below. */
  problem?: ReactNode
  /** The popover; called with a function to close it. */
  children: (close: () => void) => ReactNode
}

/** A setting of the page as `name value`; its choices open in a popover. */
export function Chip(props: ChipProps) {
  const { name, value, on = false, onClear, onRemove, problem, children } = props
  const [opened, setOpened] = useState(false)
  const onCross = onRemove ?? (on ? onClear : undefined)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      middlewares={FITTING}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <span className={clsx(styles.chip, on && styles.on, problem && styles.wrong)}>
          <button
            type="button"
            className={styles.open}
            aria-expanded={opened}
            aria-haspopup="dialog"
            onClick={() => setOpened(!opened)}
          >
            <i>{name}</i> <span className={styles.value}>{value}</span>
            {!onCross && <Icon name="down" />}
          </button>
          {onCross && (
            <button
              type="button"
              className={styles.clear}
              aria-label={onRemove ? `Remove ${name}` : `Clear ${name}`}
              onClick={onCross}
            >
              <Icon name="close" />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={name} className={styles.dropdown ?? ''}>
        {children(() => setOpened(false))}
      </Popover.Dropdown>
      {problem && (
        <span role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </Popover>
  )
}

interface AddChipProps {
  icon?: IconName
  label: string
  children: (close: () => void) => ReactNode
}

/** A chip to add another setting. */
export function AddChip({ icon = 'plus', label, children }: AddChipProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      middlewares={FITTING}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <button
          type="button"
          className={clsx(styles.chip, styles.add)}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          <Icon name={icon} />
          {label}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} className={styles.dropdown ?? ''}>
        {children(() => setOpened(false))}
      </Popover.Dropdown>
    </Popover>
  )
}
