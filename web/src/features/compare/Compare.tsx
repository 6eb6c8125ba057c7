import { useUrlState } from '@/shared/url'

import { Compared } from './Compared'
import { Start } from './Start'
import { comparable, COMPARE, LEAST } from './state'

/** Two to six assets side by side: which wins, with whom, and whether it is real. */
export default function Compare() {
  const [state, set] = useUrlState(COMPARE)
  const assets = comparable(state.assets)
  if (assets.length < LEAST) return <Start picked={assets} set={set} />
  return <Compared assets={assets} state={state} set={set} />
}
