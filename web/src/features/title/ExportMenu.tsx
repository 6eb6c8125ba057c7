import { Menu } from '@mantine/core'
import { printReport } from '@/shared/page'
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
