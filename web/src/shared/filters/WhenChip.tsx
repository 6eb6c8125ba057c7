import { Chip } from '@/shared/ui'

import { presets, shifted, spanOf, zones } from './days'
import type { Filters, SetFilters } from './filters'
import styles from './filters.module.css'

interface WhenChipProps {
  filters: Pick<Filters, 'since' | 'until' | 'tz'>
  onChange: SetFilters
  /** The time of the newest event. */
  asOf: string | null
  /** When the title of the page was launched. */
  launchedAt?: string | null
}

/** The dates filter, and the time zone. */
export function WhenChip({ filters, onChange, asOf, launchedAt }: WhenChipProps) {
  const { since, until, tz } = filters
  const zone = tz === 'UTC' ? '' : `, ${tz.replace(/^.*\//, '').replaceAll('_', ' ')}`
  return (
    <Chip
      name="When"
      value={`${spanOf(since, until)}${zone}`}
      on={since !== null || until !== null || tz !== 'UTC'}
      onClear={() => onChange({ since: null, until: null, tz: 'UTC' })}
    >
      {(close) => (
        <div className={styles.when}>
          {presets(asOf, tz, launchedAt).map((preset) => (
            <button
              key={preset.label}
              type="button"
              className={styles.choice}
              aria-pressed={preset.since === since && preset.until === until}
              onClick={() => {
                onChange({ since: preset.since, until: preset.until })
                close()
              }}
            >
              {preset.label}
            </button>
          ))}
          <div className={styles.days}>
            <label>
              From
              <input
                type="date"
                className={styles.field}
                value={since?.slice(0, 10) ?? ''}
                onChange={(event) => onChange({ since: event.target.value || null })}
              />
            </label>
            <label>
              To
              <input
                type="date"
                className={styles.field}
                value={until === null ? '' : shifted(until.slice(0, 10), -1)}
                onChange={({ target }) =>
                  onChange({ until: target.value ? shifted(target.value, 1) : null })
                }
              />
            </label>
          </div>
          <label className={styles.zone}>
            Time zone
            <select
              className={styles.field}
              value={tz}
              onChange={(event) => onChange({ tz: event.target.value })}
            >
              {zones().map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
    </Chip>
  )
}
