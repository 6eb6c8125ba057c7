import { useLocation } from 'wouter'

import { useShortcuts } from '@/shared/keys'
import { Button, ButtonLink, Tray } from '@/shared/ui'
import { places, type SetState } from '@/shared/url'

import type { VIEW } from './state'

interface TitleTrayProps {
  picked: readonly string[]
  letterOf: (assetId: string) => string
  setView: SetState<typeof VIEW>
}

/** The picked assets, with a link to compare them. */
export function TitleTray({ picked, letterOf, setView }: TitleTrayProps) {
  const [, navigate] = useLocation()
  useShortcuts('Picked', [
    {
      keys: 'c',
      does: 'Compare picked assets',
      run: () => {
        if (picked.length > 1) navigate(places.compare(picked))
      },
    },
  ])
  return (
    <Tray letters={picked.map(letterOf)}>
      <Button small variant="quiet" onClick={() => setView({ picked: [] })}>
        Clear
      </Button>
      <ButtonLink small href={places.compare(picked)} kbd="C">
        Compare
      </ButtonLink>
    </Tray>
  )
}
