import { Effect, EffectScale } from '@/shared/charts/effect/Effect'
import { count, day, number } from '@/shared/format'
import { ErrorMessage, Message, Panel, Skeleton } from '@/shared/ui'

import styles from './CampaignsPage.module.css'
import { type Together as Answer, useTogether } from './requests'
import { scaleOf, toneOf } from './scale'

const NAMES = { HOURS_VIEWED: 'Hours viewed', VIEWERS: 'Watched anything' } as const

/** What all campaigns did together, against people who are in none. */
export function Together() {
  const { data, error, refetch } = useTogether()
  if (error && error.code !== 'bad_question') {
    return (
      <div className={styles.part}>
        <ErrorMessage error={error} retry={() => void refetch()} />
      </div>
    )
  }
  if (error) {
    return (
      <div className={styles.part}>
        <Message tone="hint" fact="All campaigns together can’t be measured.">
          {error.message} {error.hint}
        </Message>
      </div>
    )
  }
  if (!data) return <Skeleton height="180px" />
  const { campaignControl: together } = data
  if (together === null) return null
  return (
    <div className={styles.part}>
      <Panel
        title="All campaigns together"
        lead={`${number(together.people)} people against ${number(together.control)} who are in no campaign, since ${day(together.since, 'UTC')}: ${count(together.campaigns.length, 'campaign')}.`}
      >
        <Effects effects={together.effects} />
        <p className={styles.words}>{together.sentence}</p>
      </Panel>
    </div>
  )
}

function Effects({ effects }: Pick<Answer, 'effects'>) {
  const scale = scaleOf(effects.map(({ ratio }) => ratio))
  return (
    <dl className={styles.effects}>
      {effects.map(({ measure, ratio }) => (
        <div key={measure}>
          <dt>{measure in NAMES ? NAMES[measure as keyof typeof NAMES] : measure}</dt>
          <dd>
            <Effect effect={ratio} {...scale} tone={toneOf(ratio)} />
          </dd>
        </div>
      ))}
      {scale.ticks.length > 0 && (
        <div aria-hidden="true">
          <dt />
          <dd>
            <EffectScale {...scale} />
          </dd>
        </div>
      )}
    </dl>
  )
}
