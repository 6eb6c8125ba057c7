import { useState } from 'react'

import { ReasonForm, Refused } from '@/shared/decisions'
import { day } from '@/shared/format'
import { Drawer } from '@/shared/ui'

import { useApprove, useEnd, useJudge, useStart } from '../changes'
import type { Campaign } from '../requests'
import { quarterHour, timeWords } from './moments'
import styles from './CampaignPage.module.css'

export type StepName = 'approve' | 'start' | 'end' | 'judge'

interface Next {
  step: StepName
  /** What the button does. */
  action: string
  /** What follows from it. */
  follows: string
  label: string
  placeholder: string
  optional: boolean
}

/** The next step of a campaign in each state. */
export const NEXT: Readonly<Record<Campaign['state'], Next | null>> = {
  DRAFT: {
    step: 'approve',
    action: 'Approve',
    follows: 'Approving settles the plan: it can’t be changed any more.',
    label: 'Why?',
    placeholder: 'Fits the launch, and the holdout is large enough',
    optional: false,
  },
  APPROVED: {
    step: 'start',
    action: 'Start',
    follows: 'Starting freezes who is in it, by the segment as it is now.',
    label: 'Why now? (optional)',
    placeholder: 'As planned',
    optional: true,
  },
  RUNNING: {
    step: 'end',
    action: 'End',
    follows: 'Ending it stops handing members over.',
    label: 'Why? (optional)',
    placeholder: 'It has run its two weeks',
    optional: true,
  },
  ENDED: {
    step: 'judge',
    action: 'Judge',
    follows: 'Judging puts the verdict on record as it is now.',
    label: 'What follows? (optional)',
    placeholder: 'Do it again for the next season',
    optional: true,
  },
  JUDGED: null,
}

interface StepDrawerProps {
  campaign: Campaign
  onClose: () => void
}

/** Takes a campaign one step further, with who and why. */
export function StepDrawer({ campaign, onClose }: StepDrawerProps) {
  const [now] = useState(() => Date.now())
  const next = NEXT[campaign.state]
  const planned = next?.step === 'start' ? campaign.start : campaign.end
  // What starts late, or ends early, did so now.
  const offPlan = next?.step === 'start' ? Date.parse(planned) < now : Date.parse(planned) > now
  const [atNow, setAtNow] = useState(offPlan)
  const change = useStep(next?.step ?? 'approve')
  if (!next) return null
  const timed = next.step === 'start' || next.step === 'end'
  return (
    <Drawer title={`${next.action} ${campaign.name}`} opened onClose={onClose}>
      <p className={styles.follows}>{next.follows}</p>
      <ReasonForm
        label={next.label}
        placeholder={next.placeholder}
        action={next.action}
        optional={next.optional}
        pending={change.pending}
        problem={change.error && <Refused error={change.error} />}
        onCancel={onClose}
        onSend={({ because, by }) =>
          change.send(
            { name: campaign.name, because, by },
            timed && atNow ? quarterHour(now) : null,
            onClose,
          )
        }
      >
        {timed && (
          <label>
            {next.step === 'start' ? 'It starts' : 'It ends'}
            <select
              value={atNow ? 'now' : 'planned'}
              onChange={({ target }) => setAtNow(target.value === 'now')}
            >
              <option value="planned">as planned, {timeWords(planned)}</option>
              <option value="now">now, {timeWords(quarterHour(now))}</option>
            </select>
          </label>
        )}
      </ReasonForm>
      {next.step === 'start' && (
        <p className={styles.follows}>
          The result counts from then on, until {day(Date.parse(campaign.end) - 1, 'UTC')}.
        </p>
      )}
    </Drawer>
  )
}

interface Ask {
  name: string
  because: string
  by: string | null
}

/** Return the mutation of a step. */
function useStep(step: StepName) {
  const [approve, start, end, judge] = [useApprove(), useStart(), useEnd(), useJudge()]
  const { isPending, error } = { approve, start, end, judge }[step]
  return {
    pending: isPending,
    error,
    send: (ask: Ask, at: string | null, onSuccess: () => void) => {
      const done = { onSuccess }
      if (step === 'approve') approve.mutate({ ask }, done)
      else if (step === 'start') start.mutate({ ask: { ...ask, at } }, done)
      else if (step === 'end') end.mutate({ ask: { ...ask, at } }, done)
      else judge.mutate({ ask }, done)
    },
  }
}
