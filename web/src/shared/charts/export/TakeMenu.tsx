import { Menu } from '@mantine/core'
import { type ReactNode, type RefObject, useState } from 'react'

import styles from '../kit/Frame.module.css'
import { Glyph } from '../kit/Glyph'
import type { ChartTable } from '../kit/table'
import type { Caption } from './paint'
import { type Manner, take } from './save'

interface TakeMenuProps extends Caption {
  readonly part: RefObject<HTMLElement | null>
  readonly name: string
  readonly table?: ChartTable | undefined
}

const MANNERS: readonly (readonly [Manner, string])[] = [
  ['copy', 'Copy as image'],
  ['png', 'PNG'],
  ['svg', 'SVG'],
  ['csv', 'CSV'],
]

/** A menu to export a chart or a card. */
export function TakeMenu({ part, name, table, heading, source }: TakeMenuProps): ReactNode {
  const [said, setSaid] = useState('')
  const onClick = (manner: Manner): void => {
    if (part.current === null) return
    take({ part: part.current, name, table, heading, source }, manner).then(
      () => setSaid(manner === 'copy' ? 'Copied' : 'Saved'),
      (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <>
      <span role="status" className={styles.said}>
        {said}
      </span>
      <Menu position="bottom-end" withinPortal onOpen={() => setSaid('')}>
        <Menu.Target>
          <button
            type="button"
            className={styles.ibtn}
            aria-label={`Export “${name}”`}
            title="Export"
          >
            <Glyph name="down" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {MANNERS.filter(([manner]) => manner !== 'csv' || table !== undefined).map(
            ([manner, label]) => (
              <Menu.Item key={manner} onClick={() => onClick(manner)}>
                {label}
              </Menu.Item>
            ),
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
