import { Badge } from '@/shared/ui'

import type { Judgement } from './judged'
import styles from './AssetCard.module.css'

/** The judgements of an asset, each with its reason. */
export function Why({ judgements }: { judgements: readonly Judgement[] }) {
  return judgements.map(({ badge, word, reason }) => (
    <div key={badge} className={styles.why}>
      <Badge kind={badge}>{word}</Badge>
      <p>{reason}</p>
    </div>
  ))
}
