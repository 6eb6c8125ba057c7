import { Forest } from '@/shared/charts/forest/Forest'
import { measure } from '@/shared/format'

import { heldAgainst, otherwiseNamed, validity, zoneOf } from './differences'
import { differenceUnit, type View } from './view'

/** The difference of each asset from the reference. */
export function Differences({ view }: { view: View }) {
  const { comparison, reference, nameOf, letterOf, toneOf, source } = view
  const held = heldAgainst(comparison, reference)
  const unit = differenceUnit(comparison.measure)
  const { label } = measure(comparison.measure)
  const dots = held.some(({ otherwise }) => otherwise !== null)
  const zone = unit === 'points' ? zoneOf(comparison, reference) : comparison.margin
  const size = unit === 'points' && zone !== null ? `${(zone * 100).toFixed(1)} points` : '5%'
  return (
    <Forest
      title={`Difference from ${nameOf(reference)}`}
      lead={`${unit === 'points' ? 'Points of ' : ''}${label.toLowerCase()}${view.chosen ? '' : ', compared with the leader'}. ${validity(comparison)}.`}
      source={source}
      rowHeight={30}
      data={{
        name: label,
        reference: nameOf(reference),
        unit,
        zone,
        otherwise: otherwiseNamed(comparison.basis),
        rows: held.map(({ asset, difference, ratio, otherwise }) => ({
          id: asset,
          name: nameOf(asset),
          letter: letterOf(asset),
          tone: toneOf(asset),
          raw: unit === 'points' ? difference : ratio,
          adjusted:
            unit === 'points' && otherwise !== null
              ? { value: otherwise, low: null, high: null }
              : null,
        })),
      }}
      foot={
        <>
          <span>
            <Swatch kind="zone" /> under {size}: no difference that matters
          </span>
          {dots && (
            <span>
              <Swatch kind="dot" /> {otherwiseNamed(comparison.basis)}
            </span>
          )}
          <span>faded: could be chance</span>
        </>
      }
    />
  )
}

function Swatch({ kind }: { kind: 'zone' | 'dot' }) {
  return (
    <svg width="14" height="12" aria-hidden="true" style={{ verticalAlign: '-2px' }}>
      {kind === 'zone' ? (
        <rect width="14" height="12" fill="var(--norm)" />
      ) : (
        <circle
          cx="7"
          cy="6"
          r="3.4"
          fill="var(--surface)"
          stroke="var(--mark)"
          strokeWidth="1.5"
        />
      )}
    </svg>
  )
}
