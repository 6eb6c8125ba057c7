import { type Level, type MapCell } from './map'

interface DotProps {
  level: Level
  radius: number
  state: MapCell['state']
  ringed?: boolean
  crossed?: boolean
  size: number
}

/** The names of the patterns, which `DotPatterns` draws once on a page. */
const HATCH = 'make-hatch'
const CROSS = 'make-cross'

/** A dot of the map: colour by index, area by hours, marks by finding. */
export function Dot({ level, radius, state, ringed, crossed, size }: DotProps) {
  const middle = size / 2
  const circle = { cx: middle, cy: middle, r: radius }
  if (state === 'hidden') return <svg width={size} height={size} aria-hidden="true" />
  const colour = `var(--d${level})`
  const unsure = state === 'unsure'
  return (
    <svg width={size} height={size} aria-hidden="true" overflow="visible">
      {state === 'few' ? (
        <circle
          {...circle}
          r={Math.max(8, radius)}
          fill={`url(#${HATCH})`}
          stroke="var(--line-2)"
        />
      ) : (
        <circle
          {...circle}
          fill={unsure ? `color-mix(in srgb, ${colour} 30%, var(--surface))` : colour}
          stroke="var(--ctl-line)"
          strokeDasharray={unsure ? '2 2.5' : undefined}
        />
      )}
      {crossed && (
        <circle {...circle} fill={`url(#${CROSS})`} stroke="var(--ink)" strokeWidth="1.2" />
      )}
      {ringed && (
        <circle {...circle} r={radius + 4} fill="none" stroke="var(--ink)" strokeWidth="2" />
      )}
    </svg>
  )
}

/** The patterns of dots. */
export function DotPatterns() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
      <pattern
        id={HATCH}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" stroke="var(--hatch)" strokeWidth="2.4" />
      </pattern>
      <pattern
        id={CROSS}
        width="4.4"
        height="4.4"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 2.2H4.4M2.2 0V4.4" stroke="var(--surface)" />
      </pattern>
    </svg>
  )
}
