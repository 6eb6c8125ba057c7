import { Button, Drawer, Message, useCopy } from '@/shared/ui'

import type { Campaign } from '../requests'
import styles from './CampaignPage.module.css'
import { exportCommand } from './command'

interface HandOverProps {
  campaign: Campaign
  onClose: () => void
}

/** How members are handed over: by a command where the list is, never through the web. */
export function HandOver({ campaign, onClose }: HandOverProps) {
  const { copied, copy } = useCopy()
  const command = exportCommand(campaign.name)
  return (
    <Drawer title="Hand over" opened onClose={onClose}>
      {campaign.state !== 'RUNNING' && (
        <Message tone="hint" fact="Members are handed over while a campaign runs.">
          {campaign.state === 'DRAFT' || campaign.state === 'APPROVED'
            ? 'Approve it, then start it.'
            : 'It has ended.'}
        </Message>
      )}
      <p className={styles.follows}>
        Members leave as your ids, never ours, and never through the web. Run this where your list
        is: it gives back those rows whose people get an asset, with the asset.
      </p>
      {/* It scrolls, which must work by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.command} tabIndex={0} role="region" aria-label="Command to copy">
        {command}
      </pre>
      <p className={styles.actions}>
        <Button variant="primary" icon={copied ? 'check' : 'copy'} onClick={() => copy(command)}>
          {copied ? 'Copied' : 'Copy the command'}
        </Button>
      </p>
      <ul className={styles.rules}>
        <li>Put your store’s folder in place of my.keyart, and your list in place of crm.csv.</li>
        <li>People who are held out are left out. So is everyone who has objected to profiling.</li>
        <li>
          Each handover is in the log: who, when, how many, for {campaign.recipient} (
          {campaign.purpose}).
        </li>
        {campaign.members && (
          <li>
            To ask about those who get an asset, use the audience <code>{campaign.members}</code>.
          </li>
        )}
      </ul>
    </Drawer>
  )
}
