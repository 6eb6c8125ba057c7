import { usePage } from '@/shared/page'
import { Attention } from './Attention'
import { Freshness, HEALTH } from './Freshness'
import { Guide } from './guide/Guide'
import styles from './HomePage.module.css'
import { Launches } from './launches/Launches'
import { SampleQuestions } from './SampleQuestions'
import { Search } from './Search'
import { BrokenStory } from './stories/BrokenStory'
import { MisleadsStory } from './stories/MisleadsStory'
import stories from './stories/Stories.module.css'
import { WinsStory } from './stories/WinsStory'
import { Waiting } from './waiting/Waiting'
import { useAsk } from '@/shared/api'
import { ButtonLink, Message } from '@/shared/ui'
import { places } from '@/shared/url'

/** What wins, what misleads, what not to trust; recent launches; what needs attention. */
export default function HomePage() {
  usePage('Home')
  return (
    <>
      <Search />
      <EmptyStore />
      <Guide />
      <Waiting />
      <Stories />
      <Launches />
      <div className={styles.two}>
        <Attention />
        <Freshness />
      </div>
      <SampleQuestions />
    </>
  )
}

/** The three findings to see first: what wins, what misleads, what not to trust. */
function Stories() {
  return (
    <section className={stories.stories} aria-label="Findings" data-guide="stories">
      <WinsStory />
      <MisleadsStory />
      <BrokenStory />
    </section>
  )
}

/** How to start, while the store has no events. */
function EmptyStore() {
  const { data } = useAsk(HEALTH, {})
  if (data?.dataHealth.measures.impressions !== 0) return null
  return (
    <Message
      tone="hint"
      fact="This store has no events yet."
      action={
        <ButtonLink small href={places.health}>
          Data health
        </ButtonLink>
      }
    >
      Load impressions and plays with <code>keyart ingest</code> (Parquet, CSV or JSON lines); this
      page updates by itself. To look around first, run <code>keyart demo</code>.
    </Message>
  )
}
