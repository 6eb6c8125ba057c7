import { BrokenStory } from './BrokenStory'
import { MisleadsStory } from './MisleadsStory'
import styles from './Stories.module.css'
import { WinsStory } from './WinsStory'

/** The three findings to see first: what wins, what misleads, what not to trust. */
export function Stories() {
  return (
    <section className={styles.stories} aria-label="Findings" data-guide="stories">
      <WinsStory />
      <MisleadsStory />
      <BrokenStory />
    </section>
  )
}
