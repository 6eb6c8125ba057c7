import { Menu } from '@mantine/core'

import { useFilters } from '@/shared/filters'
import { printReport } from '@/shared/page'
import { Button, ShareButton, useCopy } from '@/shared/ui'

import { comparisonFile } from './taking'
import { type Headline, spokenOf } from './verdict'
import styles from './Verdict.module.css'
import type { View } from './view'

/** Copy, share, print or export a verdict. */
export function Actions({ view, headline }: { view: View; headline: Headline }) {
  const { copied, copy } = useCopy()
  const [filters] = useFilters()
  const verdict = () => `${spokenOf(headline)}\n${view.source}\n${location.href}`
  return (
    <div className={styles.acts}>
      <Button variant="primary" icon={copied ? 'check' : 'copy'} onClick={() => copy(verdict())}>
        {copied ? 'Copied' : 'Copy verdict'}
      </Button>
      <ShareButton text={headline.text} />
      <Button icon="image" onClick={() => void printReport()}>
        One-page report
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button icon="download">Export</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'parquet'] as const).map((form) => (
            <Menu.Item key={form} component="a" href={comparisonFile(view, filters, form)} download>
              {form === 'csv' ? 'CSV' : 'Parquet'}: all measures by asset and day
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
