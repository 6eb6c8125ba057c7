import type { ReactNode } from 'react'

const PATHS = {
  down: 'M10 3v9.5M6.5 9 10 12.5 13.5 9M4 16.5h12',
  table:
    'M4 4h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM3 8h14M3 12h14M8 8v8',
  chart: 'M3 16.5h14M5.500 13V9M10 13V4.500M14.500 13V7',
  cross: 'm5 5 10 10M15 5 5 15',
} as const

/** A small icon beside text or on a labelled button. */
export function Glyph({ name }: { readonly name: keyof typeof PATHS }): ReactNode {
  return (
    <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
