import type { SetState } from '@/shared/url'

import { AudienceHeat } from './AudienceHeat'
import { BestForWhom } from './BestForWhom'
import { Countries } from './Countries'
import styles from './Evidence.module.css'
import { OverTime } from './OverTime'
import { Phases } from './Phases'
import type { Placed } from './placed'
import type { VIEW } from './state'
import type { Known, Scope } from './useTitle'

export interface PartProps {
  scope: Scope
  placed: Placed
  known: Known
}

/** The evidence behind the answer: over time, by phase, by audience, by country. */
export default function Evidence({
  setView,
  ...part
}: PartProps & { setView: SetState<typeof VIEW> }) {
  const broken = part.placed.cards.some(({ state }) => state === 'withheld')
  return (
    <>
      <div className={`two ${styles.row}`}>
        <OverTime {...part} setView={setView} />
        <Phases {...part} />
      </div>
      {!broken && (
        <div className={styles.row}>
          <AudienceHeat {...part} />
        </div>
      )}
      <div className={`${styles.row} ${styles.wide}`}>
        {!broken && <BestForWhom {...part} />}
        <Countries {...part} />
      </div>
    </>
  )
}
