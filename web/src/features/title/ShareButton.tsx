import { useState } from 'react'

import { Button } from '@/shared/ui'

const SAID_FOR = 2000

/** Share the link to this view, with the system's dialogue on touch devices, else by copying it. */
export function ShareButton() {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(location.href).then(() => setCopied(true))
    setTimeout(() => setCopied(false), SAID_FOR)
  }
  const share = () => {
    if (!matchMedia('(pointer: coarse)').matches || !('share' in navigator)) return copy()
    void navigator.share({ title: document.title, url: location.href }).catch(() => undefined)
  }
  return (
    <Button icon={copied ? 'check' : 'share'} onClick={share}>
      {copied ? 'Link copied' : 'Share'}
    </Button>
  )
}
