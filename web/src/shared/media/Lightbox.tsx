import { Modal } from '@mantine/core'
import { useRef, useState } from 'react'

import { useShortcuts } from '@/shared/keys'
import { IconButton, Letter } from '@/shared/ui'

import { fileOf, mannerOf, type Shown } from './asset'
import styles from './Lightbox.module.css'
import { Synopsis } from './Synopsis'

interface LightboxProps {
  /** The assets to browse. */
  assets: readonly Shown[]
  /** The id of the shown asset; null: closed. */
  shown: string | null
  onShow: (assetId: string | null) => void
  letterOf?: (assetId: string) => string | undefined
}

/** An asset in full size: arrows move to the next, a click zooms, F is full screen. */
export function Lightbox({ assets, shown, onShow, letterOf }: LightboxProps) {
  const asset = assets.find(({ assetId }) => assetId === shown)
  return (
    <Modal
      opened={asset !== undefined}
      onClose={() => onShow(null)}
      fullScreen
      padding={0}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': asset?.name ?? 'Asset' } }}
      classNames={{ content: styles.content ?? '', body: styles.body ?? '' }}
    >
      {asset && (
        <Stage
          key={asset.assetId}
          asset={asset}
          letter={letterOf?.(asset.assetId)}
          onClose={() => onShow(null)}
          onStep={(step) => {
            const at = assets.indexOf(asset) + step + assets.length
            onShow(assets[at % assets.length]?.assetId ?? null)
          }}
          many={assets.length > 1}
        />
      )}
    </Modal>
  )
}

interface StageProps {
  asset: Shown
  letter: string | undefined
  many: boolean
  onStep: (step: number) => void
  onClose: () => void
}

function Stage({ asset, letter, many, onStep, onClose }: StageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const [zoomed, setZoomed] = useState(false)
  const fill = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else void stage.current?.requestFullscreen()
  }
  useShortcuts('Enlarged asset', [
    { keys: 'ArrowLeft', does: 'Previous', run: () => onStep(-1) },
    { keys: 'ArrowRight', does: 'Next', run: () => onStep(1) },
    { keys: 'z', does: 'Zoom', run: () => setZoomed(!zoomed) },
    { keys: 'f', does: 'Full screen', run: fill },
  ])
  return (
    <div ref={stage} className={styles.stage}>
      <header className={styles.bar}>
        {letter && <Letter>{letter}</Letter>}
        <span className={styles.name}>{asset.name}</span>
        <IconButton
          icon="zoom"
          label="Zoom"
          kbd="Z"
          aria-pressed={zoomed}
          onClick={() => setZoomed(!zoomed)}
        />
        <IconButton icon="fullscreen" label="Full screen" kbd="F" onClick={fill} />
        <IconButton icon="close" label="Close" kbd="Esc" onClick={onClose} />
      </header>
      <div className={styles.frame} data-zoomed={zoomed || undefined}>
        <Large asset={asset} zoomed={zoomed} onZoom={() => setZoomed(!zoomed)} />
      </div>
      {many && (
        <>
          <IconButton
            className={styles.before}
            icon="left"
            label="Previous"
            onClick={() => onStep(-1)}
          />
          <IconButton className={styles.next} icon="right" label="Next" onClick={() => onStep(1)} />
        </>
      )}
    </div>
  )
}

function Large({ asset, zoomed, onZoom }: { asset: Shown; zoomed: boolean; onZoom: () => void }) {
  switch (mannerOf(asset)) {
    case 'words':
      return <Synopsis asset={asset} />
    case 'clip':
      // The catalogue has no captions.
      // eslint-disable-next-line jsx-a11y/media-has-caption
      return <video src={fileOf(asset)} controls autoPlay loop playsInline />
    case 'picture':
      return (
        <button
          type="button"
          className={styles.zoom}
          aria-label={zoomed ? 'Fit to window' : 'Zoom in'}
          onClick={onZoom}
        >
          <img src={fileOf(asset)} alt={asset.name} />
        </button>
      )
  }
}
