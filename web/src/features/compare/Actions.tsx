import { Menu } from '@mantine/core'
import { useState } from 'react'

import { useFilters } from '@/shared/filters'
import { Button } from '@/shared/ui'

import { exportLink } from './taking'
import type { Headline } from './verdict'
import styles from './Verdict.module.css'
import type { View } from './view'

/** Copy, share, print or export a verdict. */
export function Actions({ view, headline }: { view: View; headline: Headline }) {
  const [done, setDone] = useState<string | null>(null)
  const [filters] = useFilters()
  const said = () => {
    const { text, doubt, rest } = headline
    return `${text}${doubt ? ` (${doubt})` : ''}${rest}\n${view.source}\n${location.href}`
  }
  const copy = (what: string, text: string) => {
    void navigator.clipboard.writeText(text).then(() => setDone(what))
    setTimeout(() => setDone(null), 2000)
  }
  const share = () => {
    if ('share' in navigator && matchMedia('(pointer: coarse)').matches) {
      const sheet = { title: document.title, text: headline.text, url: location.href }
      void navigator.share(sheet).catch(() => undefined)
    } else copy('link', location.href)
  }
  return (
    <div className={styles.acts}>
      <Button
        variant="primary"
        icon={done === 'verdict' ? 'check' : 'copy'}
        onClick={() => copy('verdict', said())}
      >
        {done === 'verdict' ? 'Copied' : 'Copy verdict'}
      </Button>
      <Button icon={done === 'link' ? 'check' : 'share'} onClick={share}>
        {done === 'link' ? 'Link copied' : 'Share'}
      </Button>
      <Button icon="image" onClick={() => window.print()}>
        One-page report
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button icon="download">Export</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'parquet'] as const).map((form) => (
            <Menu.Item key={form} component="a" href={exportLink(view, filters, form)} download>
              {form === 'csv' ? 'CSV' : 'Parquet'}: all measures by asset and day
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
