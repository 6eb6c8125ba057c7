import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useState } from 'react'

import { Button, IconButton } from '@/shared/ui'

import styles from './Guide.module.css'
import { end, isOver, STEPS } from './steps'

const storage = () => localStorage

/** A tour for the first visit: four steps beside the page, which stays usable. */
export function Guide() {
  const [at, setAt] = useState<number | null>(() => (isOver(storage) ? null : 0))
  const step = at === null ? undefined : STEPS[at]
  usePointedAt(step?.part ?? null, at !== 0)
  if (at === null || !step) return null
  const leave = () => {
    end(storage)
    setAt(null)
  }
  const last = at === STEPS.length - 1
  return (
    <section className={styles.guide} aria-label="Tour">
      <IconButton icon="close" label="Close the tour" className={styles.close} onClick={leave} />
      <div aria-live="polite">
        <p className={styles.at}>
          {at + 1} of {STEPS.length}
        </p>
        <h2>{step.title}</h2>
        <p>{step.words}</p>
      </div>
      <div className={styles.steps}>
        {at > 0 && (
          <Button small variant="quiet" onClick={() => setAt(at - 1)}>
            Back
          </Button>
        )}
        <Button small variant="primary" onClick={last ? leave : () => setAt(at + 1)}>
          {last ? 'Done' : 'Next'}
        </Button>
      </div>
    </section>
  )
}

/** Highlight a part of the page, and scroll to it if `move`. */
function usePointedAt(part: string | null, move: boolean): void {
  const still = useReducedMotion()
  useEffect(() => {
    if (part === null) return
    const element = document.querySelector<HTMLElement>(`[data-guide='${part}']`)
    if (!element) return
    element.dataset.guided = ''
    if (move) element.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
    return () => {
      delete element.dataset.guided
    }
  }, [part, move, still])
}
