import { Link } from 'wouter'

import { Effect, EffectScale } from '@/shared/charts/effect/Effect'
import { isKnown } from '@/shared/charts/kit/estimate'
import { fewer, useSmallestCell } from '@/shared/figure'
import { number } from '@/shared/format'
import { Thumb, useTitleAssets } from '@/shared/media'
import { Badge, DataTable, Panel, Skeleton, type TableColumn } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './CampaignsPage.module.css'
import type { Campaign, Outcome } from './requests'
import { type Scale, scaleOf, toneOf } from './scale'
import { SegmentWords } from './SegmentWords'
import {
  GOALS,
  hasStarted,
  primaryEffect,
  remarksOf,
  runsWords,
  stateWords,
  VERDICTS,
  verdictOf,
} from './wording'

interface CampaignTableProps {
  campaigns: readonly Campaign[]
  outcomes: ReadonlyMap<string, Outcome>
}

/** Campaigns with their state, and what each changed, on one scale. */
export function CampaignTable({ campaigns, outcomes }: CampaignTableProps) {
  const least = useSmallestCell()
  const effects = campaigns.flatMap(
    (campaign) => primaryEffect(campaign, outcomes.get(campaign.name)) ?? [],
  )
  const remarks = remarksOf(campaigns, outcomes)
  return (
    <Panel
      title="People who get an asset, against people held out"
      lead="The relative difference in what each campaign is to raise, with 95% intervals that hold however often you look."
      {...(styles.table && { className: styles.table })}
      foot={
        remarks.length > 0 && (
          <p className={styles.words}>
            {remarks.map(({ name, said }) => (
              <span key={name}>
                <b>{name}:</b> {said}{' '}
              </span>
            ))}
          </p>
        )
      }
    >
      <DataTable
        caption="Campaigns"
        columns={columnsOf(outcomes, scaleOf(effects), fewer(least))}
        rows={campaigns}
        keyOf={({ name }) => name}
        cards
      />
    </Panel>
  )
}

function columnsOf(
  outcomes: ReadonlyMap<string, Outcome>,
  scale: Scale,
  few: string,
): readonly TableColumn<Campaign>[] {
  return [
    { key: 'name', head: 'Campaign', cell: (campaign) => <Named campaign={campaign} /> },
    {
      key: 'people',
      head: 'Get an asset',
      figures: true,
      value: ({ people }) => people,
      cell: ({ people }) => (people === null ? <span className="sub">{few}</span> : number(people)),
    },
    {
      key: 'state',
      head: 'State',
      cell: (campaign) => (
        <span className={styles.state}>
          {stateWords(campaign)}
          <small>{runsWords(campaign)}</small>
        </span>
      ),
    },
    {
      key: 'effect',
      head: (
        <span className={styles.scale}>
          Effect
          {scale.ticks.length > 0 && <EffectScale {...scale} />}
        </span>
      ),
      cell: (campaign) => (
        <Changed campaign={campaign} outcome={outcomes.get(campaign.name)} scale={scale} />
      ),
    },
    {
      key: 'outcome',
      head: 'Outcome',
      cell: (campaign) => <Verdict campaign={campaign} outcome={outcomes.get(campaign.name)} />,
    },
  ]
}

function Named({
  campaign: { name, title, titleName, segment, audiences },
}: {
  campaign: Campaign
}) {
  const asset = useTitleAssets(title).get(mostShown(audiences) ?? '')
  return (
    <span className={styles.named}>
      <span>{asset && <Thumb asset={asset} width={34} ratio="2/3" />}</span>
      <span>
        <Link href={places.campaign(name)}>{name}</Link>
        <small>
          <bdi>{titleName}</bdi>, <SegmentWords text={segment} />
        </small>
      </span>
    </span>
  )
}

/** Return the asset that most people get. */
export function mostShown(audiences: Campaign['audiences']): string | undefined {
  return [...audiences].sort((a, b) => (b.people ?? 0) - (a.people ?? 0))[0]?.asset
}

interface RowProps {
  campaign: Campaign
  outcome: Outcome
}

function Changed({ campaign, outcome, scale }: RowProps & { scale: Scale }) {
  if (!hasStarted(campaign)) return <span className="sub">–</span>
  if (outcome === undefined) return <Skeleton height="20px" />
  const effect = primaryEffect(campaign, outcome)
  if (effect === null) {
    return <span className="sub small">{outcome === null ? 'no data yet' : 'not shown'}</span>
  }
  if (!isKnown(effect)) return <Effect effect={effect} {...scale} tone="plain" />
  return (
    <>
      <Effect effect={effect} {...scale} tone={toneOf(effect)} />
      <small className={styles.goal}>{GOALS[campaign.primary]}</small>
    </>
  )
}

function Verdict({ campaign, outcome }: RowProps) {
  const verdict = verdictOf(campaign, outcome)
  if (verdict !== null) {
    const [kind, words] = VERDICTS[verdict]
    return <Badge kind={kind}>{words}</Badge>
  }
  if (campaign.state === 'DRAFT') {
    return (
      <Link href={places.campaign(campaign.name)} className="link">
        Review the plan
      </Link>
    )
  }
  return <span className="sub">{hasStarted(campaign) ? 'No data yet' : 'Waiting'}</span>
}
