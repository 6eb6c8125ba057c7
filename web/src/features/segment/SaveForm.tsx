import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { graphql, useChange } from '@/shared/api'
import { useAudienceNames } from '@/shared/filters'
import { Button, ErrorMessage, Message, Panel } from '@/shared/ui'
import { places } from '@/shared/url'

import { segmentName } from './naming'
import styles from './SaveForm.module.css'

const SAVE = graphql(`
  mutation SaveSegment($name: String!, $text: String!, $note: String, $owner: String) {
    saveSegment(name: $name, text: $text, note: $note, owner: $owner) {
      version
    }
  }
`)

interface SaveFormProps {
  text: string
  /** The segment that is edited, if it has a name already. */
  name: string | null
  valid: boolean
}

/** Gives the rule a name, so that everybody finds it. */
export function SaveForm({ text, name, valid }: SaveFormProps) {
  const [called, setCalled] = useState(name?.replace(/^segment:/, '') ?? '')
  const [note, setNote] = useState('')
  const [owner, setOwner] = useState('')
  const { mutate, isPending, error } = useChange(SAVE)
  const full = segmentName(called)
  const taken = useAudienceNames().some((one) => one.name === full)
  const save = () =>
    mutate(
      { name: full, text, note: note.trim() || null, owner: owner.trim() || null },
      { onSuccess: () => navigate(places.audience(full)) },
    )
  return (
    <Panel title="Save it" lead="A saved rule follows the data, and is an audience like any other.">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (valid && full) save()
        }}
      >
        <label>
          Name
          <input
            required
            value={called}
            placeholder="Lapsed thriller fans"
            onChange={({ target }) => setCalled(target.value)}
          />
          {full && (
            <span className="small sub">
              <code>{full}</code>
              {taken && ' takes the place of the one that is called so; its history is kept'}
            </span>
          )}
        </label>
        <label>
          What it is for
          <input
            value={note}
            placeholder="Spring campaign"
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
        <label>
          Who saves it
          <input
            value={owner}
            autoComplete="name"
            placeholder="Your name"
            onChange={({ target }) => setOwner(target.value)}
          />
        </label>
        {error?.code === 'read_only' ? (
          <Message tone="hint" fact="This link may look, not save.">
            The address holds the whole rule: send it to somebody who may save.
          </Message>
        ) : (
          error && <ErrorMessage error={error} retry={save} />
        )}
        <Button type="submit" variant="primary" disabled={!valid || !full || isPending}>
          {isPending ? 'Saving' : taken ? 'Save in its place' : 'Save segment'}
        </Button>
      </form>
    </Panel>
  )
}
