import { Link } from 'wouter'

import { isKnown } from '@/shared/charts/kit/estimate'
import { Thumb, useTitleAssets } from '@/shared/media'
import { DataTable, Panel, type TableColumn } from '@/shared/ui'
import { places } from '@/shared/url'

import type { Campaign, CampaignResult, OutcomeEffect } from '../requests'
import { scaleOf } from '../scale'
import {
  audiencesWords,
  differenceWords,
  groupName,
  groupsWords,
  meanWords,
  movedWords,
  outcomeName,
} from '../wording'
import { capitalised, effectColumn, sizes, Words } from './parts'
import styles from './Result.module.css'

export interface EvidenceProps {
  campaign: Campaign
  result: CampaignResult
}

/** All outcomes: those who got an asset against those who were held out. */
export function Outcomes({ campaign, result }: EvidenceProps) {
  const { titleName } = campaign
  const scale = scaleOf(result.effects.map(({ ratio }) => ratio))
  const [fact, rest] = movedWords(result, titleName)
  const columns: readonly TableColumn<OutcomeEffect>[] = [
    {
      key: 'outcome',
      head: 'Outcome',
      cell: (effect) => <b className="strong">{outcomeName(effect, titleName)}</b>,
    },
    {
      key: 'treated',
      head: 'Got an asset',
      figures: true,
      cell: ({ measure, treated }) => meanWords(measure, treated),
    },
    {
      key: 'heldOut',
      head: 'Held out',
      figures: true,
      cell: ({ measure, heldOut }) => meanWords(measure, heldOut),
    },
    {
      key: 'difference',
      head: 'Difference',
      figures: true,
      cell: ({ measure, difference }) => (
        <span className={styles.figure}>{differenceWords(measure, difference)}</span>
      ),
    },
    effectColumn(scale, ({ ratio }) => ratio),
  ]
  return (
    <Panel
      title="Got an asset against held out"
      lead="Averages per person, adjusted for what each watched before. Everyone who was to get an asset counts, opened or not."
      {...(styles.table && { className: styles.table })}
      foot={<Words fact={fact}>{rest}</Words>}
    >
      <DataTable
        caption="Outcomes"
        columns={columns}
        rows={result.effects}
        keyOf={({ measure, ofTitle }) => `${measure} ${ofTitle ? 'title' : 'all'}`}
        cards
      />
    </Panel>
  )
}

type AudienceEffect = CampaignResult['audiences'][number]

/** The effect on what the campaign is to raise, by audience. */
export function ByAudience({ campaign, result }: EvidenceProps) {
  const assets = useTitleAssets(campaign.title)
  const scale = scaleOf(
    result.audiences.map(({ ratio }) => ratio),
    NARROW,
  )
  const columns: readonly TableColumn<AudienceEffect>[] = [
    {
      key: 'audience',
      head: 'Audience',
      cell: ({ audience, audienceName, asset, assetName, people, heldOut }) => {
        const shown = assets.get(asset)
        return (
          <span className={styles.named}>
            {shown && <Thumb asset={shown} width={26} ratio="2/3" />}
            <span>
              {audience === null ? (
                <b className="strong">Everyone else</b>
              ) : (
                <Link href={places.audience(audience)}>{audienceName}</Link>
              )}
              <small>
                <bdi>{assetName}</bdi>, {sizes(people, heldOut)}
              </small>
            </span>
          </span>
        )
      },
    },
    effectColumn(scale, ({ ratio }) => ratio),
  ]
  return (
    <Panel
      title="By audience"
      lead={`${capitalised(result.primary)}. Of what is found, at most 5% is false on average.`}
      {...(styles.table && { className: styles.table })}
      foot={<Words fact={audiencesWords(result)}>Faded: could be chance.</Words>}
    >
      <DataTable
        caption="Effect by audience"
        columns={columns}
        rows={result.audiences}
        keyOf={({ audience }) => audience ?? ''}
        cards
      />
    </Panel>
  )
}

type GroupEffect = CampaignResult['groups'][number]

/** The effect on what the campaign is to raise, by group, so that harm to one is seen. */
export function ByGroup({ result }: EvidenceProps) {
  const scale = scaleOf(
    result.groups.map(({ ratio }) => ratio),
    NARROW,
  )
  const columns: readonly TableColumn<GroupEffect>[] = [
    {
      key: 'group',
      head: 'Group',
      cell: (group) => (
        <span>
          <b className="strong">{groupName(group)}</b>
          <small className={styles.small}>{sizes(group.people, group.heldOut)}</small>
        </span>
      ),
    },
    {
      key: 'means',
      head: 'Got an asset, held out',
      figures: true,
      cell: ({ treated, usual }) =>
        treated === null
          ? '–'
          : `${meanWords(result.primary, treated)}, ${meanWords(result.primary, usual)}`,
    },
    effectColumn(scale, ({ ratio }) => ratio),
  ]
  if (!result.groups.some(({ ratio }) => isKnown(ratio))) {
    return (
      <Panel title="By group">
        <p className="sub">{groupsWords(result)}</p>
      </Panel>
    )
  }
  return (
    <Panel
      title="By group"
      lead={`${capitalised(result.primary)}. Intervals hold for all groups together.`}
      {...(styles.table && { className: styles.table })}
      foot={<Words fact={groupsWords(result)}>Faded: could be chance.</Words>}
    >
      <DataTable
        caption="Effect by group"
        columns={columns}
        rows={result.groups}
        keyOf={groupName}
        cards
      />
    </Panel>
  )
}

/** The width of a scale in half a page, in px. */
const NARROW = 150
