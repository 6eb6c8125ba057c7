import { mannerOf, type Shown } from './asset'
import { Clip } from './Clip'
import { Poster } from './Poster'
import { Synopsis } from './Synopsis'

interface MediaProps {
  asset: Shown
  sizes?: string
  onTime?: (seconds: number | null) => void
}

/** An asset as a picture, a clip or text. */
export function Media({ asset, sizes, onTime }: MediaProps) {
  switch (mannerOf(asset)) {
    case 'clip':
      return <Clip asset={asset} {...(onTime && { onTime })} />
    case 'words':
      return <Synopsis asset={asset} />
    case 'picture':
      return <Poster asset={asset} {...(sizes && { sizes })} />
  }
}
