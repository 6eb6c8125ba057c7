import { Panel } from '@/shared/ui'

import type { Campaign } from '../requests'
import { stepWords } from '../planWording'
import styles from './CampaignPage.module.css'
import { timeWords } from './moments'

/** What was done with a campaign: when, by whom and why. */
export function Log({ campaign: { log } }: { campaign: Campaign }) {
  return (
    <Panel title="Log" lead="Every step is kept, and nothing is ever removed.">
      <ol className={styles.log}>
        {log.map((step, at) => (
          <li key={at}>
            <b>{stepWords(step)}</b>
            <span className="sub num">
              {timeWords(step.when)}
              {step.by !== null && `, ${step.by}`}
            </span>
            {step.because !== '' && <span>“{step.because}”</span>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
