import { nameOf } from '@/shared/expression'
import { Popover } from '@mantine/core'
import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'

import { graphql, useChange } from '@/shared/api'
import { Button, ErrorMessage, Message } from '@/shared/ui'
import { places } from '@/shared/url'

import type { Audience } from './asking'

import styles from './RemoveButton.module.css'

const REMOVE = graphql(`
  mutation RemoveSegment($name: String!) {
    removeSegment(name: $name) {
      version
      audience {
        name
      }
    }
  }
`)

/** Remove a saved segment after confirmation; its history is kept. */
export function RemoveButton({ audience }: { audience: Audience }) {
  const [opened, setOpened] = useState(false)
  const { mutateAsync, isPending, error } = useChange(REMOVE)
  // The page may unmount before the answer arrives, as its audience is gone.
  const remove = () =>
    void mutateAsync({ name: audience.name }).then(
      ({ removeSegment }) => {
        setOpened(false)
        if (!removeSegment.audience) navigate(`${places.audiences}?kind=segment`)
      },
      () => undefined, // shown as `error`
    )
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <Button
          small
          variant="quiet"
          icon="bin"
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          Remove
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Remove the segment">
        <div className={styles.ask}>
          <p>
            <b>Remove {nameOf(audience)}?</b> Links to it will stop working. Its history is kept:
            saving it again restores it.
          </p>
          {error?.code === 'read_only' ? (
            <Message tone="hint" fact="Your access is read-only." />
          ) : (
            error && <ErrorMessage error={error} retry={remove} />
          )}
          <Button small disabled={isPending} onClick={remove}>
            Remove segment
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
