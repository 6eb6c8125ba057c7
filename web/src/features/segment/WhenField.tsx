import { formOf, type Rule } from '@/shared/expression'

import styles from './RuleEditor.module.css'
import { saidBy, type When, whenOf, with_ } from './ruleDraft'

interface WhenFieldProps {
  rule: Rule
  onChange: (rule: Rule) => void
}

/** The time of a rule: any time, the last days, or between two dates. */
export function WhenField({ rule, onChange }: WhenFieldProps) {
  const { further } = formOf(rule.name)
  const when = whenOf(rule)
  const { days = '', since = '', until = '' } = rule.given
  const today = new Date().toISOString().slice(0, 10)
  return (
    <div className={styles.wide}>
      <div className={styles.line}>
        <span>When</span>
        {further.includes('since') && (
          <select
            aria-label="When"
            value={when}
            onChange={({ target }) => onChange(saidBy(rule, target.value as When, today))}
          >
            <option value="ever">at any time</option>
            <option value="days">in the last</option>
            <option value="dates">between</option>
          </select>
        )}
        {when === 'days' && (
          <>
            <input
              type="number"
              min={1}
              className={styles.number}
              aria-label="Days"
              value={days}
              onChange={({ target }) =>
                onChange({ ...rule, given: { ...rule.given, days: target.value } })
              }
            />
            <span>days</span>
          </>
        )}
      </div>
      {when === 'dates' && (
        <div className={styles.line}>
          <input
            type="date"
            aria-label="From"
            value={since.slice(0, 10)}
            onChange={({ target }) => onChange(with_(rule, { since: target.value }))}
          />
          <span>until before</span>
          <input
            type="date"
            aria-label="Until before"
            value={until.slice(0, 10)}
            onChange={({ target }) => onChange(with_(rule, { until: target.value }))}
          />
        </div>
      )}
      {when === 'days' && <p className="small sub">Days are counted back from the newest event.</p>}
    </div>
  )
}
