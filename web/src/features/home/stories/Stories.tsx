import { BrokenStory } from './BrokenStory'
import { MisleadsStory } from './MisleadsStory'
import styles from './Stories.module.css'
import { WinsStory } from './WinsStory'

/** The three things that one should see first: what wins, what misleads, what not to trust. */
export function Stories() {
  return (
    <section className={styles.stories} aria-label="Found in this store" data-guide="stories">
      <WinsStory />
      <MisleadsStory />
      <BrokenStory />
    </section>
  )
}
