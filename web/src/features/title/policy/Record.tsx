import { useState } from 'react'

import { ReasonForm, Refused, useRecord, useReverse } from '@/shared/decisions'
import { day, time } from '@/shared/format'
import { Button, ErrorMessage, Loading, Message, Skeleton } from '@/shared/ui'

import { changesSince, changesWords, type HandedOver, useHandedOver } from './handedOver'
import { type Policy, recordOf } from './policy'
import type { Found } from './PolicyParts'
import styles from './Record.module.css'

interface RecordProps extends Found {
  /** Where home pages get it. */
  path: string
}

type Step = 'read' | 'record' | 'reverse'

/** What is handed over now; the decision recorded, or reversed. */
export function Record({ policy, assetOf, path }: RecordProps) {
  const [step, setStep] = useState<Step>('read')
  const { handedOver, error } = useHandedOver(policy.title, policy.assetType)
  if (error) return <ErrorMessage error={error} />
  if (handedOver === undefined) {
    return (
      <>
        <Loading what="decisions" />
        <Skeleton height="72px" />
      </>
    )
  }
  const nameOf = (asset: string) => assetOf(asset)?.name ?? asset
  const changes = handedOver ? changesSince(handedOver.chosen, policy, nameOf) : []
  const fresh = handedOver === null || changes.length > 0
  return (
    <div className={styles.record}>
      <Now handedOver={handedOver} changes={changes} path={path} />
      {step === 'read' && (
        <p className={styles.actions}>
          {fresh && (
            <Button variant="primary" onClick={() => setStep('record')}>
              Record the decision
            </Button>
          )}
          {handedOver && <Button onClick={() => setStep('reverse')}>Reverse it</Button>}
        </p>
      )}
      {step === 'record' && <Recording policy={policy} onDone={() => setStep('read')} />}
      {step === 'reverse' && handedOver && (
        <Reversing decision={handedOver.id} onDone={() => setStep('read')} />
      )}
    </div>
  )
}

interface NowProps {
  handedOver: HandedOver | null
  changes: readonly string[]
  path: string
}

/** What home pages get now, and why. */
function Now({ handedOver, changes, path }: NowProps) {
  if (handedOver === null) {
    return (
      <Message tone="hint" fact="Not handed over.">
        Record the decision, and <code>{path}</code> gives this policy to home pages.
      </Message>
    )
  }
  const { because, by, made, until } = handedOver
  const why = `“${because}”${by ? ` (${by})` : ''}`
  if (changes.length > 0) {
    return (
      <Message tone="stale" fact="The policy has changed since it was handed over.">
        {changesWords(changes)} Home pages still get the one of {time(made)}: {why}
      </Message>
    )
  }
  return (
    <Message tone="done" fact="Handed over.">
      <code>{path}</code> gives this policy since {time(made)}: {why} Review it by {day(until)}.
    </Message>
  )
}

function Recording({ policy, onDone }: { policy: Policy; onDone: () => void }) {
  const { mutate, isPending, error } = useRecord()
  return (
    <ReasonForm
      label="Why?"
      placeholder="It gains beyond chance, and guardrails hold"
      action="Record and hand over"
      pending={isPending}
      problem={error && <Refused error={error} />}
      onCancel={onDone}
      onSend={({ because, by }) =>
        mutate(
          { ask: { kind: 'policy', title: policy.title, chosen: recordOf(policy), because, by } },
          { onSuccess: onDone },
        )
      }
    />
  )
}

function Reversing({ decision, onDone }: { decision: number; onDone: () => void }) {
  const { mutate, isPending, error } = useReverse()
  return (
    <ReasonForm
      label="Why reverse it?"
      placeholder="Legal objects to one of the artworks"
      action="Reverse the decision"
      pending={isPending}
      problem={error && <Refused error={error} />}
      onCancel={onDone}
      onSend={({ because, by }) =>
        mutate({ ask: { decision, because, by } }, { onSuccess: onDone })
      }
    />
  )
}
