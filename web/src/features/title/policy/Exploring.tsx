import { useId } from 'react'

import { number, percent } from '@/shared/format'
import { kindName } from '@/shared/media'
import { Panel } from '@/shared/ui'

import styles from './Exploring.module.css'
import { exploringPerWeek } from './policy'
import type { Found } from './PolicyParts'
import { exploringWords } from './words'

const MOST = 30

interface ExploringProps extends Found {
  onExplore: (explore: number) => void
}

/** How many people are shown another asset that may still be best, to keep learning. */
export function Exploring({ policy, explore, onExplore }: ExploringProps) {
  const id = useId()
  const share = Math.round(explore * 100)
  const most = Math.max(MOST, share)
  const one = kindName(policy.assetType, 1)
  return (
    <Panel
      title="Still exploring"
      lead={`Up to ${percent(explore, 0)} of people get another ${one} that may still be best.`}
    >
      <label className="vh" htmlFor={id}>
        Share of people who explore
      </label>
      <input
        id={id}
        className={styles.slider}
        type="range"
        min={0}
        max={most}
        step={1}
        value={share}
        aria-valuetext={percent(explore, 0)}
        onChange={({ target }) => onExplore(Number(target.value) / 100)}
      />
      <p className={styles.ends} aria-hidden="true">
        <span>0%</span>
        <span>{percent(most / 100, 0)}</span>
      </p>
      <dl className={styles.facts}>
        <dt>People who explore, a week</dt>
        <dd>{number(exploringPerWeek(policy))}</dd>
      </dl>
      <p className={styles.words}>{exploringWords(policy, explore)}</p>
    </Panel>
  )
}
