import { Portal } from '@mantine/core'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

import styles from './Tip.module.css'

/** The text of a mark's tooltip. */
export interface TipText {
  readonly title: string
  readonly lines?: readonly (readonly [string, string])[] | undefined
  readonly note?: string | undefined
}

interface Shown {
  readonly text: TipText
  readonly at: DOMRect
}

interface Tip {
  /** Show `text` beside a rectangle in viewport coordinates. */
  readonly show: (text: TipText, at: DOMRect) => void
  readonly hide: () => void
  /** The tooltip, to be rendered anywhere. */
  readonly element: ReactNode
}

/** Return the text of a tooltip for screen readers. */
export function sayTip({ title, lines = [], note }: TipText): string {
  const said = lines.map(([name, figure]) => `${name} ${figure}`).join(', ')
  return [said === '' ? title : `${title}: ${said}`, note].filter(Boolean).join('. ')
}

/** Return a tooltip for a chart, which Escape and scrolling close. */
export function useTip(): Tip {
  const [shown, setShown] = useState<Shown | null>(null)
  const hide = (): void => setShown(null)
  useEffect(() => {
    if (shown === null) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setShown(null)
    }
    const onScroll = (): void => setShown(null)
    window.addEventListener('keydown', onKey)
    window.addEventListener('scroll', onScroll, true)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('scroll', onScroll, true)
    }
  }, [shown])
  return {
    show: (text, at) => setShown({ text, at }),
    hide,
    element: shown && <Bubble {...shown} />,
  }
}

function Bubble({ text, at }: Shown): ReactNode {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const bubble = ref.current
    if (bubble === null) return
    const { width, height } = bubble.getBoundingClientRect()
    const middle = at.left + at.width / 2 - width / 2
    const left = Math.max(8, Math.min(middle, window.innerWidth - width - 8))
    const above = at.top - height - 8
    bubble.style.left = `${left}px`
    bubble.style.top = `${above > 8 ? above : at.bottom + 8}px`
  })
  return (
    <Portal>
      <div ref={ref} className={styles.tip} aria-hidden="true" data-export="no">
        <b>{text.title}</b>
        {text.lines && text.lines.length > 0 && (
          <dl>
            {text.lines.map(([name, figure]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{figure}</dd>
              </div>
            ))}
          </dl>
        )}
        {text.note && <p>{text.note}</p>}
      </div>
    </Portal>
  )
}
