import { useState } from 'react'

import { download, fileName } from '@/shared/charts/export/save'
import { day } from '@/shared/format'
import { kindName } from '@/shared/media'
import { Button, Drawer, Segmented, useCopy } from '@/shared/ui'

import styles from './HandOver.module.css'
import { Record } from './Record'
import { documentOf } from './policy'
import type { Found } from './PolicyParts'

type Manner = 'json' | 'api' | 'file'

interface HandOverProps extends Found {
  titleName: string
  opened: boolean
  onClose: () => void
}

/** How home pages get the policy: the decision is recorded, and they ask for it. */
export function HandOver({ opened, onClose, titleName, ...found }: HandOverProps) {
  const [manner, setManner] = useState<Manner>('json')
  const { policy } = found
  const text = JSON.stringify(documentOf(policy), null, 2)
  const path = `/v1/policies/${encodeURIComponent(policy.title)}`
  const one = kindName(policy.assetType, 1)
  return (
    <Drawer title="Hand over" opened={opened} onClose={onClose}>
      <Record {...found} path={path} />
      <div className={styles.manners}>
        <Segmented
          label="Format"
          options={[
            { value: 'json', label: 'JSON' },
            { value: 'api', label: 'API' },
            { value: 'file', label: 'File' },
          ]}
          value={manner}
          onChange={setManner}
        />
      </div>
      {manner === 'json' && (
        <Code
          lead={`Your home page reads this list from the top: the first audience that a person is in decides their ${one}.`}
          text={text}
        />
      )}
      {manner === 'api' && (
        <Code
          lead="Gives the policies of this title whose decisions stand, one for each asset type. With the ETag of the last answer, an unchanged policy is answered by 304, without content."
          text={`curl -H "Authorization: Bearer $KEYART_TOKEN" \\\n  ${location.origin}${path}`}
        />
      )}
      {manner === 'file' && (
        <>
          <p className="sub2">
            The same list as a file. <code>keyart decisions policies</code> writes those of all
            titles.
          </p>
          <p className={styles.actions}>
            <Button
              icon="download"
              onClick={() =>
                download(
                  new Blob([text, '\n'], { type: 'application/json' }),
                  `${fileName(`policy ${titleName} ${policy.assetType}`)}.json`,
                )
              }
            >
              Download
            </Button>
          </p>
        </>
      )}
      <dl className={styles.facts}>
        <dt>Endpoint</dt>
        <dd className="mono">GET {path}</dd>
        <dt>A person’s {one} stays</dt>
        <dd>the same at every visit</dd>
        <dt>Decide again</dt>
        <dd>by {day(policy.validUntil)}</dd>
      </dl>
    </Drawer>
  )
}

/** Text to be copied, with a sentence about it. */
function Code({ lead, text }: { lead: string; text: string }) {
  const { copied, copy } = useCopy()
  return (
    <>
      <p className="sub2">{lead}</p>
      {/* It scrolls, which must work by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label="Text to copy">
        {text}
      </pre>
      <p className={styles.actions}>
        <Button small icon={copied ? 'check' : 'copy'} onClick={() => copy(text)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </p>
    </>
  )
}
