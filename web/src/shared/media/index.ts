export {
  fileOf,
  kindName,
  type Manner,
  mannerOf,
  ratioOf,
  SHOWN,
  type Shown,
  thumbnailOf,
} from './asset'
export { Clip } from './Clip'
export { letters } from './letters'
export { Lightbox } from './Lightbox'
export { Pencil } from './Pencil'
export { Missing, Poster, Thumb } from './Poster'
export { Synopsis } from './Synopsis'
export { useBroken } from './useBroken'
export { useTitleAssets } from './useTitleAssets'
