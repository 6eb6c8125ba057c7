/* All charts with invented data, for looking at them: `npm run dev`, then /src/shared/charts/gallery/. */
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { ThemeProvider } from '@/shared/theme/ThemeProvider'

import { Band } from '../band/Band'
import { Bars } from '../bars/Bars'
import { Calibration } from '../calibration/Calibration'
import { Chances } from '../chance/Chances'
import { Forest } from '../forest/Forest'
import { Heatmap } from '../heatmap/Heatmap'
import { HoldCurve } from '../hold/HoldCurve'
import { IndexBars } from '../index/IndexBars'
import { IntervalBar } from '../interval/IntervalBar'
import { LineUp } from '../lineup/LineUp'
import { Matrix } from '../matrix/Matrix'
import { Pairs } from '../pairs/Pairs'
import { Quadrant } from '../quadrant/Quadrant'
import { Sequence } from '../sequence/Sequence'
import { Sparkline } from '../sparkline/Sparkline'
import styles from './gallery.module.css'
import { ASSETS, band, forest, guardrail, heat, hourly, relative } from './invented'
import {
  bars,
  calibration,
  chances,
  crowd,
  hold,
  indexes,
  lineUp,
  NORM,
  overlap,
  phases,
  quadrant,
  sequence,
} from './more'

function Small(): ReactNode {
  return (
    <div className={styles.four}>
      {ASSETS.map(({ letter, name, rate, tone }, index) => {
        const half = tone === 'few' ? 0.023 : 0.004
        const estimate = { value: rate, low: rate - half, high: rate + half }
        const values = (band.lines[index]?.values ?? []).map(({ value }) => value)
        return (
          <div key={letter}>
            <b>{name}</b>
            <IntervalBar
              name="Take rate"
              unit="rate"
              domain={[0.03, 0.13]}
              {...{ estimate, norm: NORM, tone }}
            />
            <Sparkline name="Take rate by day" unit="rate" complete={17} {...{ values, tone }} />
          </div>
        )
      })}
    </div>
  )
}

function First(): ReactNode {
  return (
    <>
      <Small />
      <div className={styles.two}>
        <Band
          title="Take rate by day"
          lead="Bands are 95% intervals. The hatched days still collect plays."
          source="Keyart, version 41, as of 24 Nov 08:00"
          data={band}
        />
        <Pairs
          title="Explore and Exploit"
          lead="Chosen by a model, so not comparable."
          data={phases}
        />
      </div>
      <Heatmap
        title="Audience × artwork"
        lead="Take rate, and points against what the audience gives this title’s artwork on average."
        data={heat}
      />
      <div className={styles.two}>
        <Forest title="Difference from today’s poster" lead="Points of take rate." data={forest} />
        <Chances
          title="Probability of being best"
          lead="Expected loss under 0.01 points."
          data={chances}
        />
      </div>
      <div className={styles.even}>
        <Sequence
          title="Difference over time"
          lead="The Crew minus Inês, points of take rate."
          data={sequence}
        />
        <Forest
          title="Guardrail: completion"
          lead="Not worse by more than the margin."
          data={guardrail}
        />
      </div>
      <Forest title="Relative differences" data={relative} />
    </>
  )
}

function Second(): ReactNode {
  return (
    <>
      <LineUp
        title="Line-up"
        lead="Share of people who watched after seeing each asset."
        data={lineUp}
      />
      <LineUp title="A crowd" lead="Above 14 assets, only judged ones are shown." data={crowd} />
      <div className={styles.two}>
        <IndexBars
          title="Over- and under-indexing"
          lead="Share of their viewing divided by everybody’s."
          data={indexes}
        />
        <Bars title="By country" lead="Largest seven of 61." data={bars} />
      </div>
      <div className={styles.even}>
        <Matrix
          title="Overlap"
          lead="Per cent of the row’s profiles that are also in the column’s."
          data={overlap}
        />
        <Quadrant
          title="Plays won, viewers kept"
          lead="Against the title’s other artwork."
          data={quadrant}
        />
      </div>
      <div className={styles.even}>
        <Calibration title="Do our promises hold?" data={calibration} />
      </div>
      <div className={styles.four}>
        <HoldCurve {...hold} playhead={6} />
        <HoldCurve {...hold} length={30} />
      </div>
      <Band title="Impressions by hour" lead="An hour without data is a gap." data={hourly} />
    </>
  )
}

function Gallery({ part }: { readonly part: string }): ReactNode {
  return (
    <main className={styles.page}>
      <h1>Charts</h1>
      {part !== '2' && <First />}
      {part !== '1' && <Second />}
    </main>
  )
}

const { searchParams } = new URL(location.href)
const theme = searchParams.get('theme')
if (theme) localStorage.setItem('keyart-theme', theme)
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider>
        <Gallery part={searchParams.get('only') ?? ''} />
      </ThemeProvider>
    </StrictMode>,
  )
}
