import { Dot } from './Dot'
import type { Level } from './map'
import styles from './ValueMap.module.css'

const LEVELS: readonly Level[] = [-3, -2, -1, 0, 1, 2, 3]

/** The legend of the map. */
export function MapKey({ colour }: { colour: 'demand' | 'taste' }) {
  const ends =
    colour === 'demand' ? ['less than offered', 'more than offered'] : ['liked less', 'liked more']
  return (
    <ul className={styles.key}>
      <li>
        {ends[0]}
        <span>
          {LEVELS.map((level) => (
            <Dot key={level} level={level} radius={7} state="clear" size={18} />
          ))}
        </span>
        {ends[1]}
      </li>
      <li>
        <Dot level={0} radius={4} state="clear" size={12} />
        <Dot level={0} radius={10} state="clear" size={24} /> hours
      </li>
      <li>
        <Dot level={2} radius={8} state="unsure" size={20} /> could be chance
      </li>
      <li>
        <Dot level={3} radius={6} state="clear" ringed size={24} /> under-served
      </li>
      <li>
        <Dot level={2} radius={8} state="clear" crossed size={20} /> one title carries it
      </li>
      <li>
        <Dot level={0} radius={8} state="few" size={20} /> too little data
      </li>
      <li>
        <i className={styles.none} /> not shown: too few people, or not offered
      </li>
    </ul>
  )
}
