import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { Refused } from '@/shared/decisions'
import { listed, number, percent } from '@/shared/format'
import { usePage } from '@/shared/page'
import { Button, Message, PageHeader } from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import { usePlan } from '../changes'
import { type Campaign, type PlanAsked, useCampaigns, usePreview } from '../requests'
import { kept, missingOf, PLAN, type PlanState, previewed } from '../state'
import { doubtOf, effectWords, sizesOf } from '../planWording'
import { HowSure } from './HowSure'
import styles from './PlannerPage.module.css'
import { What } from './What'
import type { Planning } from './planning'
import { Who } from './Who'

const PAUSE_MS = 350

/** Plan a campaign in three steps: who, what, and how sure; kept as a draft. */
export default function PlannerPage() {
  usePage('Plan a campaign', [{ name: 'Campaigns', href: places.campaigns }])
  const [plan, setPlan] = useUrlState(PLAN)
  const set = (changes: Partial<PlanState>) => setPlan(changes, { replace: true })
  const asked = useSettled(previewed(plan))
  const { data, error, isFetching, refetch } = usePreview(asked)
  const preview = asked && !error ? (data?.previewCampaign ?? null) : null
  const planning: Planning = { plan, set, preview }
  return (
    <>
      <PageHeader
        title={plan.name.trim() || 'Plan a campaign'}
        answer={<Answer preview={preview} />}
        actions={<Keep plan={plan} />}
      />
      {error && (
        <div className={styles.problem}>
          {error.code === 'read_only' ? (
            <Message tone="hint" fact="Your access is read-only.">
              Send the link of this page to somebody who can plan campaigns: it has the plan so far.
            </Message>
          ) : (
            <Message
              tone="error"
              fact={error.message}
              action={
                error.passing && (
                  <Button small onClick={() => void refetch()}>
                    Retry
                  </Button>
                )
              }
            >
              {error.hint}
            </Message>
          )}
        </div>
      )}
      <div className={styles.steps} aria-busy={isFetching}>
        <Who {...planning} />
        <What {...planning} />
        <HowSure {...planning} />
      </div>
    </>
  )
}

/** Return a plan a moment after it has changed last, so that not each letter is asked about. */
function useSettled(asked: PlanAsked | null): PlanAsked | null {
  const [text] = useDebouncedValue(JSON.stringify(asked), PAUSE_MS)
  return useMemo(() => JSON.parse(text) as PlanAsked | null, [text])
}

function Answer({ preview }: { preview: Campaign | null }) {
  if (!preview) {
    return <p>Pick people and a title: sizes, assets and what it can show appear as you go.</p>
  }
  const { inside } = sizesOf(preview)
  const { holdout, audiences } = preview
  const assets = new Set(audiences.filter(({ people }) => people !== 0).map(({ asset }) => asset))
  const most = assets.size === 1 ? 'one asset' : `${number(assets.size)} assets`
  return (
    <p>
      {inside === null ? 'Few people' : `${number(inside)} people`}, {most}, {percent(holdout, 0)}{' '}
      held out.{' '}
      {preview.baseline !== null && (
        <b>
          You will {doubtOf(preview) && 'only '}see {effectWords(preview)}.
        </b>
      )}
    </p>
  )
}

/** Keeps the plan as a draft, or says what it lacks. */
function Keep({ plan }: { plan: PlanState }) {
  const { mutate, isPending, error } = usePlan()
  const { campaigns } = useCampaigns()
  const asked = kept(plan)
  const taken = campaigns?.find(({ name }) => name === plan.name.trim())
  const settled = taken !== undefined && taken.state !== 'DRAFT'
  const missing = missingOf(plan)
  return (
    <div className={styles.keep}>
      <Button
        variant="primary"
        disabled={asked === null || settled || isPending}
        aria-describedby="missing"
        onClick={() =>
          asked &&
          mutate({ ask: asked }, { onSuccess: () => navigate(places.campaign(asked.name)) })
        }
      >
        {taken && !settled ? 'Save the draft anew' : 'Save draft'}
      </Button>
      <p id="missing" className="small sub" role="status">
        {settled
          ? `“${taken.name}” is taken: its plan is settled. Choose another name.`
          : missing.length > 0 && `Still needed: ${listed(missing)}.`}
      </p>
      {error && <Refused error={error} />}
    </div>
  )
}
