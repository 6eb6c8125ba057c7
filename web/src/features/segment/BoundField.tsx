import { type Bound, type RuleName, type Sign, SIGNS } from '@/shared/expression'

import styles from './RuleEditor.module.css'

const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
}

interface BoundFieldProps {
  of: RuleName
  bound: Bound
  onChange: (bound: Bound) => void
}

/** The bound of a rule: hours, or per cent of a person's hours. */
export function BoundField({ of, bound: { sign, number }, onChange }: BoundFieldProps) {
  const share = of === 'share'
  return (
    <div className={styles.line}>
      <select
        aria-label="Comparison"
        value={sign}
        onChange={({ target }) => onChange({ sign: target.value as Sign, number })}
      >
        {SIGNS.map((one) => (
          <option key={one} value={one}>
            {SIGN_WORDS[one]}
          </option>
        ))}
      </select>
      <input
        type="number"
        min={0}
        max={share ? 100 : undefined}
        step="any"
        className={styles.number}
        aria-label={share ? 'Per cent' : 'Hours'}
        value={share ? percentOf(number) : number}
        onChange={({ target }) =>
          onChange({ sign, number: share ? shareOf(target.value) : target.value })
        }
      />
      <span>{share ? '% of their hours' : 'hours'}</span>
    </div>
  )
}

/** Return a share in per cent, without floating-point noise: 0.3 is 30. */
function percentOf(share: string): string {
  return share === '' ? '' : String(Number((Number(share) * 100).toFixed(4)))
}

function shareOf(percent: string): string {
  return percent === '' ? '' : String(Number((Number(percent) / 100).toFixed(6)))
}
