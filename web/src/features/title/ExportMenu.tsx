import { Menu } from '@mantine/core'
import { Button } from '@/shared/ui'
import { filesOf } from './exports'
import type { Scope } from './useTitle'

/** Export the view as files, or as a one-page report. */
export function ExportMenu({ scope }: { scope: Scope }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button icon="download">Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {filesOf(scope).flatMap(({ name, csv, parquet }) => [
          <Menu.Item key={csv} component="a" href={csv} download>
            {name}, CSV
          </Menu.Item>,
          <Menu.Item key={parquet} component="a" href={parquet} download>
            {name}, Parquet
          </Menu.Item>,
        ])}
        <Menu.Item onClick={() => void printReport()}>One-page report</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** How many frames charts get to redraw at the width of paper. */
const FRAMES = 12

/**
 * Print the page as a report.
 *
 * Charts cannot redraw while printing, so the page takes the width of paper before, and its own width
 * again afterwards.
 */
async function printReport(): Promise<void> {
  const { dataset } = document.documentElement
  dataset.paper = ''
  try {
    for (let n = 0; n < FRAMES; n++) await frame()
    print()
  } finally {
    delete dataset.paper
  }
}

function frame(): Promise<unknown> {
  return new Promise((go) => requestAnimationFrame(go))
}
