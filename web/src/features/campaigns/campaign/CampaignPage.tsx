import { useState } from 'react'
import { Link } from 'wouter'

import { percent } from '@/shared/format'
import { useShortcuts } from '@/shared/keys'
import { Poster, useTitleAssets } from '@/shared/media'
import { SkeletonPage, usePage } from '@/shared/page'
import { Button, ButtonLink, Empty, ErrorMessage, PageHeader, Panel, Section } from '@/shared/ui'
import { places, useSegment } from '@/shared/url'

import { mostShown } from '../CampaignTable'
import { Notes, Overlaps, Posters, Power, Reached, Sizes } from '../PlanParts'
import { type Campaign, useCampaigns } from '../requests'
import { SegmentWords } from '../SegmentWords'
import { planOf } from '../state'
import { hasStarted, runsWords, stateWords } from '../wording'
import styles from './CampaignPage.module.css'
import { HandOver } from './HandOver'
import { Log } from './Log'
import { Result } from './Result'
import { NEXT, StepDrawer, type StepName } from './StepDrawer'

/** A campaign: its plan, how far it is, and what it did. */
export default function CampaignPage() {
  const name = useSegment(1)
  usePage(name, [{ name: 'Campaigns', href: places.campaigns }])
  const { campaigns, error, refetch } = useCampaigns()
  if (error && !campaigns) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!campaigns) return <SkeletonPage />
  const campaign = campaigns.find((one) => one.name === name)
  if (campaign) return <Known key={name} campaign={campaign} />
  return (
    <Empty
      fact={<h1 className="read strong">No campaign is called “{name}”.</h1>}
      actions={<ButtonLink href={places.campaigns}>All campaigns</ButtonLink>}
    >
      It may be spelled in another way. <Link href={places.planCampaign({ name })}>Plan it</Link>
    </Empty>
  )
}

/** What is opened beside the page. */
type Beside = StepName | 'hand over' | null

function Known({ campaign }: { campaign: Campaign }) {
  const [beside, setBeside] = useState<Beside>(null)
  const { name, title, titleName, segment, state, sentence } = campaign
  const poster = useTitleAssets(title).get(mostShown(campaign.audiences) ?? '')
  const started = hasStarted(campaign)
  const next = NEXT[state]
  const running = state === 'RUNNING'
  const turn = (what: Beside) => setBeside(beside === what ? null : what)
  useShortcuts('Campaign', [
    { keys: 'h', does: 'Hand over members', run: () => turn('hand over') },
    ...(next ? [{ keys: 's', does: next.action, run: () => turn(next.step) }] : []),
  ])
  return (
    <>
      <PageHeader
        title={name}
        {...(poster && { picture: <Poster asset={poster} ratio="2/3" sizes="92px" eager /> })}
        facts={[
          stateWords(campaign),
          <Link key="title" href={places.title(title)}>
            {titleName}
          </Link>,
          <SegmentWords key="segment" text={segment} />,
          runsWords(campaign),
        ]}
        answer={sentence}
        actions={
          <>
            {state === 'DRAFT' && (
              <ButtonLink href={places.planCampaign(planOf(campaign))} icon="pencil">
                Change the plan
              </ButtonLink>
            )}
            {running && (
              <Button
                icon="right"
                kbd="H"
                aria-expanded={beside === 'hand over'}
                variant="primary"
                onClick={() => turn('hand over')}
              >
                Hand over
              </Button>
            )}
            {next && (
              <Button
                kbd="S"
                variant={running ? 'plain' : 'primary'}
                aria-expanded={beside === next.step}
                onClick={() => turn(next.step)}
              >
                {next.action}
              </Button>
            )}
          </>
        }
      />
      {started && <Result campaign={campaign} />}
      <Section
        title="The plan"
        lead={`For ${campaign.recipient}: ${campaign.purpose}.`.replace(/\.\.$/, '.')}
      >
        <Plan campaign={campaign} />
      </Section>
      <div className={styles.part}>
        <Log campaign={campaign} />
      </div>
      {beside === 'hand over' && <HandOver campaign={campaign} onClose={() => setBeside(null)} />}
      {beside === next?.step && <StepDrawer campaign={campaign} onClose={() => setBeside(null)} />}
    </>
  )
}

/** The plan in the three steps of the planner. */
function Plan({ campaign }: { campaign: Campaign }) {
  return (
    <div className={styles.steps}>
      <Panel title="Who">
        <Sizes campaign={campaign} />
        <Overlaps campaign={campaign} />
        <Reached groups={campaign.groups} />
      </Panel>
      <Panel title="What">
        <Posters campaign={campaign} />
        <Notes notes={campaign.notes} />
      </Panel>
      <Panel title="How sure" lead={`${percent(campaign.holdout, 0)} are held out by chance.`}>
        <Power campaign={campaign} started={hasStarted(campaign)} />
      </Panel>
    </div>
  )
}
