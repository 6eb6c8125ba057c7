import { navigate } from 'wouter/use-browser-location'

import { useShortcuts } from '@/shared/keys'
import { usePage } from '@/shared/page'
import { ButtonLink, ErrorMessage, Loading, PageHeader, Skeleton, SkeletonLines } from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import { Answer } from './Answer'
import { useAudiences, useFit } from './asking'
import { AudienceList } from './AudienceList'
import styles from './AudiencesPage.module.css'
import { laidBeside } from './choosing'
import { OverlapPanel } from './OverlapPanel'
import { STATE } from './state'

/** All named audiences, and how they overlap. */
export default function AudiencesPage() {
  usePage('Audiences')
  const [state, set] = useUrlState(STATE)
  const { data: audiences, error, refetch } = useAudiences()
  const card = useFit()
  useShortcuts('Audiences', [
    { keys: 'n', does: 'New segment', run: () => navigate(places.segment()) },
    {
      keys: 'f',
      does: 'Search audiences',
      run: () => document.getElementById('find-audience')?.focus(),
    },
  ])
  if (error && !audiences) {
    return (
      <>
        <PageHeader title="Audiences" />
        <ErrorMessage error={error} retry={() => void refetch()} />
      </>
    )
  }
  if (!audiences) return <Waiting />
  return (
    <>
      <PageHeader
        title="Audiences"
        answer={<Answer audiences={audiences} card={card} />}
        actions={
          <ButtonLink href={places.segment()} variant="primary" icon="plus" kbd="N">
            New segment
          </ButtonLink>
        }
      />
      <div className={styles.sides}>
        <AudienceList audiences={audiences} card={card} />
        <OverlapPanel
          audiences={laidBeside(audiences, state.with, state.kind)}
          picked={state.with}
          show={state.show}
          onShow={(show) => set({ show })}
          onClear={() => set({ with: [] })}
        />
      </div>
    </>
  )
}

function Waiting() {
  return (
    <>
      <PageHeader title="Audiences" answer={<SkeletonLines lines={2} />} />
      <Loading what="audiences" />
      <div className={styles.sides}>
        <Skeleton height="640px" />
        <Skeleton height="520px" />
      </div>
    </>
  )
}
