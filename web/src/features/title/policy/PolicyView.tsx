import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'

import { useAsk } from '@/shared/api'
import { FilterBar, useFilters, useUsualFilters, WhenChip } from '@/shared/filters'
import { capital, number } from '@/shared/format'
import { useShortcuts } from '@/shared/keys'
import { kindName, letters, Poster } from '@/shared/media'
import { Button, Empty, Message, PageHeader, Segmented, ShareButton, Skeleton } from '@/shared/ui'
import { useUrlState } from '@/shared/url'

import { assetsOf, factsOf, type Title, typeInQuestions, usualType } from '../head'
import { filtersOf } from '../state'
import { faceOf } from '../TitleHeader'
import { Answer } from './Answer'
import { HandOver } from './HandOver'
import { NoPolicy, Waiting } from './NoPolicy'
import { type Found, PolicyParts } from './PolicyParts'
import styles from './PolicyView.module.css'
import { type Policy, POLICY } from './policy'
import { POLICY_VIEW, REWARD_NAMES, REWARDS } from './state'
import { ignoredOf } from './words'

const PAUSE_MS = 250

/** The page of a title's policy, with the state in its address. */
export function PolicyView({ title }: { title: Title }) {
  const { usual } = useMemo(() => filtersOf(title.filterValues), [title])
  const [filters, setFilters] = useFilters()
  const [view, setView] = useUrlState(POLICY_VIEW)
  useUsualFilters(usual)
  const assets = useMemo(() => assetsOf(title), [title])
  const named = useMemo(() => letters(assets), [assets])
  const type = view.type || usualType(assets)
  const [explore] = useDebouncedValue(view.explore, PAUSE_MS)
  const { since, until } = filters
  const { data, error, isPlaceholderData, refetch } = useAsk(
    POLICY,
    {
      ask: {
        title: title.titleId,
        reward: view.reward,
        explore,
        since,
        until,
        ...assetTypeOf(title, type),
      },
    },
    { keep: true },
  )
  const policy = error ? null : (data?.decide ?? null)
  const face = faceOf(title, policy?.single ?? null)
  const found: Found | null = policy && {
    policy,
    explore: view.explore,
    letterOf: (id) => named.get(id) ?? '',
    assetOf: (id) => assets.find(({ assetId }) => assetId === id),
  }
  const ignored = ignoredOf(filters)
  useShortcuts('This page', [
    { keys: 'h', does: 'Hand over', run: () => setView({ handover: !view.handover }) },
  ])
  return (
    <div className={styles.view} aria-busy={isPlaceholderData || explore !== view.explore}>
      <PageHeader
        title={title.name}
        {...(face && { picture: <Poster asset={face} ratio="2/3" sizes="92px" eager /> })}
        facts={[
          ...factsOf(title),
          policy && `${number(policy.peoplePerWeek)} people a week`,
        ].filter((fact) => fact !== null)}
        answer={<Head policy={policy} loading={!data && !error} />}
        actions={
          <>
            <ShareButton />
            {found && (
              <Button
                icon="right"
                kbd="H"
                aria-expanded={view.handover}
                onClick={() => setView({ handover: !view.handover })}
              >
                Hand over
              </Button>
            )}
          </>
        }
      />
      <FilterBar>
        <Types title={title} type={type} onChange={(next) => setView({ type: next })} />
        <Segmented
          label="What to win"
          options={REWARDS.map((value) => ({ value, label: REWARD_NAMES[value] }))}
          value={view.reward}
          onChange={(reward) => setView({ reward })}
        />
        <WhenChip
          filters={filters}
          onChange={setFilters}
          asOf={null}
          launchedAt={title.launchedAt}
        />
      </FilterBar>
      {ignored !== null && (
        <div className={styles.note}>
          <Message tone="hint" fact={`Filters that don’t apply here: ${ignored}.`}>
            A policy is decided with everyone who got an asset at random. They still apply on the
            title’s page.
          </Message>
        </div>
      )}
      {error && <NoPolicy error={error} titleId={title.titleId} again={() => void refetch()} />}
      {!error && data?.decide === null && (
        <Empty fact={<h2>Too few people to show</h2>}>
          Too few people got one of these assets at random. Widen the dates, or keep exploring.
        </Empty>
      )}
      {!data && !error && <Waiting />}
      {found && (
        <>
          <PolicyParts
            {...found}
            onExplore={(next) => setView({ explore: next }, { replace: true })}
          />
          <HandOver
            {...found}
            titleName={title.name}
            opened={view.handover}
            onClose={() => setView({ handover: false })}
          />
        </>
      )}
    </div>
  )
}

/** Return the asset type as an input; assets without one are asked for as artwork. */
function assetTypeOf(title: Title, type: string): { assetType?: string } {
  const asked = typeInQuestions(title, type)
  return asked === null ? {} : { assetType: asked }
}

function Head({ policy, loading }: { policy: Policy | null; loading: boolean }) {
  if (policy) return <Answer policy={policy} />
  return loading && <Skeleton width="62%" height="16px" />
}

interface TypesProps {
  title: Title
  type: string
  onChange: (type: string) => void
}

/** The choice of an asset type, if a title has several with something to choose from. */
function Types({ title, type, onChange }: TypesProps) {
  const assets = assetsOf(title)
  const many = (one: string) => assets.filter(({ assetType }) => assetType === one).length
  const types = [...new Set(assets.map(({ assetType }) => assetType))].filter(
    (one) => one === type || many(one) > 1,
  )
  if (types.length < 2) return null
  return (
    <Segmented
      label="Asset type"
      options={types.map((value) => ({ value, label: capital(kindName(value, 2)) }))}
      value={type}
      onChange={onChange}
    />
  )
}
