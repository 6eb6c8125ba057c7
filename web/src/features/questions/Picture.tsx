import { Band } from '@/shared/charts/band/Band'
import { Bars } from '@/shared/charts/bars/Bars'
import { Heatmap } from '@/shared/charts/heatmap/Heatmap'
import { originOf, useSmallestCell } from '@/shared/figure'
import { measure } from '@/shared/format'
import { Segmented } from '@/shared/ui'

import type { Answer } from './answer'
import { pictureOf } from './picture'
import type { MeasureName } from './vocabulary'

interface PictureProps {
  answer: Answer
  /** The drawn measure. */
  drawn: string
  onDraw: (name: string) => void
  /** The kind of the drawn measure. */
  kind: MeasureName['kind']
  /** The question in words. */
  title: string
}

const CHOICE = 5

/** An answer as a chart: lines over time, bars, or a heatmap; empty where none fits. */
export default function Picture({ answer, drawn, kind, onDraw, title }: PictureProps) {
  const hidden = useSmallestCell() ?? 0
  const picture = pictureOf(answer, drawn, { kind, hidden })
  if (picture === null) return null
  const { measures, meta } = answer
  const words = {
    title,
    lead: picture.cut,
    source: originOf(meta),
    controls: measures.length > 1 && (
      <Segmented
        label="Measure to draw"
        options={measures
          .slice(0, CHOICE)
          .map((name) => ({ value: name, label: measure(name).label }))}
        value={drawn}
        onChange={onDraw}
      />
    ),
  }
  switch (picture.kind) {
    case 'band':
      return <Band {...words} data={picture.data} />
    case 'bars':
      return <Bars {...words} data={picture.data} />
    case 'heat':
      return <Heatmap {...words} data={picture.data} />
  }
}
