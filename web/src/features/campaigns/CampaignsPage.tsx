import { useShortcuts } from '@/shared/keys'
import { navigate } from 'wouter/use-browser-location'

import { usePage } from '@/shared/page'
import {
  ButtonLink,
  Empty,
  ErrorMessage,
  Loading,
  PageHeader,
  Segmented,
  Skeleton,
} from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import styles from './CampaignsPage.module.css'
import { CampaignTable } from './CampaignTable'
import { type Campaign, useCampaigns, useOutcomes } from './requests'
import { isShown, LIST, type Show } from './state'
import { Together } from './Together'
import { answerOf, hasStarted } from './wording'

const SHOWS = [
  { value: 'all', label: 'All' },
  { value: 'draft', label: 'To approve' },
  { value: 'approved', label: 'To start' },
  { value: 'running', label: 'Running' },
  { value: 'ended', label: 'To judge' },
  { value: 'judged', label: 'Judged' },
] as const satisfies readonly { value: Show; label: string }[]

/** All campaigns: how far each is, and what it changed. */
export default function CampaignsPage() {
  usePage('Campaigns')
  const { campaigns, error, refetch } = useCampaigns()
  useShortcuts('Campaigns', [
    { keys: 'n', does: 'Plan a campaign', run: () => navigate(places.planCampaign()) },
  ])
  if (campaigns && campaigns.length > 0) return <Listed campaigns={campaigns} />
  return (
    <>
      <PageHeader
        title="Campaigns"
        answer={!campaigns && !error && <Skeleton width="42%" height="16px" />}
      />
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!campaigns && !error && (
        <>
          <Loading what="campaigns" />
          <Skeleton height="420px" />
        </>
      )}
      {campaigns && (
        <Empty fact={<h2>No campaigns yet</h2>} actions={<PlanOne />}>
          Pick people and a title. Keyart holds some people out by chance, so that you see what the
          campaign changed.
        </Empty>
      )}
    </>
  )
}

function PlanOne() {
  return (
    <ButtonLink href={places.planCampaign()} variant="primary" icon="plus" kbd="N">
      Plan a campaign
    </ButtonLink>
  )
}

function Listed({ campaigns }: { campaigns: readonly Campaign[] }) {
  const [{ show }, set] = useUrlState(LIST)
  const outcomes = useOutcomes(campaigns.filter(hasStarted).map(({ name }) => name))
  const [fact, rest] = answerOf(campaigns, outcomes)
  const waiting = [...outcomes.values()].includes(undefined)
  const shown = campaigns.filter((campaign) => isShown(campaign, show))
  const options = SHOWS.map(({ value, label }) => ({
    value,
    label,
    count: campaigns.filter((campaign) => isShown(campaign, value)).length,
  })).filter(({ value, count }) => value === 'all' || count > 0 || value === show)
  return (
    <>
      <PageHeader
        title="Campaigns"
        answer={
          waiting ? (
            <Skeleton width="42%" height="16px" />
          ) : (
            <>
              <b>{fact}</b> {rest}
            </>
          )
        }
        actions={<PlanOne />}
      />
      <div className={styles.choices}>
        <Segmented
          label="Show"
          options={options}
          value={show}
          onChange={(next) => set({ show: next })}
        />
      </div>
      {shown.length > 0 ? (
        <CampaignTable campaigns={shown} outcomes={outcomes} />
      ) : (
        <Empty fact="None of these">No campaign is in this state.</Empty>
      )}
      {campaigns.some(hasStarted) && <Together />}
    </>
  )
}
