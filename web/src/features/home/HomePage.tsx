import { usePage } from '@/shared/page'

import { Attention } from './Attention'
import { EmptyStore } from './EmptyStore'
import { Freshness } from './Freshness'
import { Guide } from './guide/Guide'
import styles from './HomePage.module.css'
import { Launches } from './launches/Launches'
import { SampleQuestions } from './SampleQuestions'
import { Search } from './Search'
import { Stories } from './stories/Stories'

/** What wins, what misleads, what not to trust; recent launches; what needs attention. */
export default function HomePage() {
  usePage('Home')
  return (
    <>
      <Search />
      <EmptyStore />
      <Guide />
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
