import type { KeyboardEvent } from 'react'
import { Link } from 'wouter'

import { openFinder } from '@/shared/find'
import { Icon, Kbd } from '@/shared/ui'
import { places } from '@/shared/url'

import { useFavourites } from './findings'
import styles from './Search.module.css'

const MOST_TRIED = 2

/** The search field of the home page; typing continues in the palette. */
export function Search() {
  const typed = (event: KeyboardEvent) => {
    const letter = event.key.length === 1 && event.key !== ' '
    if (!letter || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    openFinder(event.key)
  }
  return (
    <section className={styles.hero} data-guide="search">
      <h1>What do you want to know?</h1>
      <button
        type="button"
        className={styles.field}
        onClick={() => openFinder()}
        onKeyDown={typed}
        aria-haspopup="dialog"
        aria-label="Search titles, artwork and audiences"
      >
        <Icon name="search" />
        <span>Search titles, artwork and audiences</span>
        <Kbd>/</Kbd>
      </button>
      <Tries />
    </section>
  )
}

/** A few suggestions from this store. */
function Tries() {
  const { data } = useFavourites()
  const liked = (data?.favourites?.found ?? []).slice(0, MOST_TRIED)
  return (
    <p className={styles.tries}>
      <span>Try</span>
      {liked.map(({ audience, audienceName }) => (
        <Link key={audience} href={places.audience(audience)}>
          {audienceName}
        </Link>
      ))}
      <Link href={places.outliers}>outliers</Link>
      <Link href={places.titles}>all titles</Link>
    </p>
  )
}
