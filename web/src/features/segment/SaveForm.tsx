import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { graphql, useChange } from '@/shared/api'
import { idOf } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'
import { Button, ErrorMessage, Message, Panel } from '@/shared/ui'
import { places } from '@/shared/url'

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
  /** The name of the edited segment; null for a new one. */
  name: string | null
  valid: boolean
}

/** Save the rule under a name. */
export function SaveForm({ text, name, valid }: SaveFormProps) {
  const [called, setCalled] = useState(name?.replace(/^segment:/, '') ?? '')
  const [note, setNote] = useState('')
  const [owner, setOwner] = useState('')
  const { mutate, isPending, error } = useChange(SAVE, { leaves: true })
  const full = idOf('segment', called)
  const taken = useAudienceNames().some((one) => one.name === full)
  const save = () =>
    mutate(
      { name: full, text, note: note.trim() || null, owner: owner.trim() || null },
      { onSuccess: () => navigate(places.audience(full)) },
    )
  return (
    <Panel title="Save" lead="A saved segment updates with the data, like any other audience.">
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
              {taken && ' replaces the existing segment; its history is kept'}
            </span>
          )}
        </label>
        <label>
          Purpose
          <input
            value={note}
            placeholder="Spring campaign"
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
        <label>
          Author
          <input
            value={owner}
            autoComplete="name"
            placeholder="Your name"
            onChange={({ target }) => setOwner(target.value)}
          />
        </label>
        {error?.code === 'read_only' ? (
          <Message tone="hint" fact="Your access is read-only.">
            The address contains the whole rule: send it to somebody who can save it.
          </Message>
        ) : (
          error && <ErrorMessage error={error} retry={save} />
        )}
        <Button type="submit" variant="primary" disabled={!valid || !full || isPending}>
          {isPending ? 'Saving' : taken ? 'Replace segment' : 'Save segment'}
        </Button>
      </form>
    </Panel>
  )
}
