import { useState } from 'react'

import { Button } from './Button'

const FEEDBACK_MS = 2000

/** Return a function that copies text, and the text that was copied a moment ago. */
export function useCopy(): { copied: string | null; copy: (text: string) => void } {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = (text: string) => {
    void navigator.clipboard.writeText(text).then(() => setCopied(text))
    setTimeout(() => setCopied(null), FEEDBACK_MS)
  }
  return { copied, copy }
}

/** Share the link to this view, with the system's dialogue on touch devices, else by copying it. */
export function ShareButton({ text }: { text?: string }) {
  const { copied, copy } = useCopy()
  const share = () => {
    const url = location.href
    if (!matchMedia('(pointer: coarse)').matches || !('share' in navigator)) return copy(url)
    const sheet = { title: document.title, url, ...(text !== undefined && { text }) }
    void navigator.share(sheet).catch(() => undefined)
  }
  return (
    <Button icon={copied ? 'check' : 'share'} onClick={share}>
      {copied ? 'Link copied' : 'Share'}
    </Button>
  )
}
