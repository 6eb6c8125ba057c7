import { useDebouncedValue } from '@mantine/hooks'
import { useId, useState } from 'react'

import { graphql, useAsk } from '@/shared/api'
import { Button } from '@/shared/ui'

import styles from './PlannerPage.module.css'

const FIND = graphql(`
  query FindTitles($words: String!) {
    titles(first: 6, words: $words) {
      edges {
        node {
          titleId
          name
          contentType
        }
      }
    }
  }
`)

const NAMED = graphql(`
  query PlannedTitle($id: String!) {
    title(titleId: $id) {
      name
    }
  }
`)

interface TitleFieldProps {
  title: string | null
  onChange: (title: string | null) => void
}

/** The title of a campaign: found by its name. */
export function TitleField({ title, onChange }: TitleFieldProps) {
  const { data } = useAsk(NAMED, { id: title ?? '' }, { enabled: title !== null })
  if (title === null) return <Search onPick={onChange} />
  return (
    <div className={styles.chosen}>
      <span>
        <span className="small sub">Title</span>
        <b className="strong">{data?.title?.name ?? title}</b>
      </span>
      <Button small onClick={() => onChange(null)}>
        Change
      </Button>
    </div>
  )
}

function Search({ onPick }: { onPick: (title: string) => void }) {
  const id = useId()
  const [words, setWords] = useState('')
  const [sought] = useDebouncedValue(words.trim(), 120)
  const { data } = useAsk(FIND, { words: sought }, { enabled: sought !== '', keep: true })
  const found = sought === '' ? [] : (data?.titles.edges.map(({ node }) => node) ?? [])
  return (
    <div className={styles.search}>
      <label className={styles.label} htmlFor={id}>
        Title
      </label>
      <input
        id={id}
        type="search"
        className={styles.field}
        placeholder="Search titles"
        value={words}
        onChange={({ target }) => setWords(target.value)}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key === 'Enter' && first) onPick(first.titleId)
        }}
      />
      {found.length > 0 && (
        <ul className={styles.found} aria-label="Titles">
          {found.map(({ titleId, name, contentType }) => (
            <li key={titleId}>
              <button type="button" onClick={() => onPick(titleId)}>
                <bdi>{name}</bdi> <span className="sub">{contentType}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {sought !== '' && data && found.length === 0 && <p className="small sub">No results.</p>}
    </div>
  )
}
