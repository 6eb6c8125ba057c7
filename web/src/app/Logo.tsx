/** A frame with a K in it, and the pencil's ring around it. */
export function Logo() {
  return (
    <svg width="30" height="34" viewBox="0 0 30 34" fill="none" aria-hidden="true">
      <rect x="7" y="5" width="16" height="24" rx="1.5" fill="var(--ink)" />
      <path d="M11.5 10.5v13M18.8 10.5l-7 6.6 7 6.4" stroke="var(--surface)" strokeWidth="2.4" />
      <path
        d="M4 12C6 3 24-1 27.5 11 31 25 20 33 11.5 31.5 1 29.5 0 18 5.5 9.5 7.5 6.5 10 4 14 3"
        stroke="var(--win)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  )
}
