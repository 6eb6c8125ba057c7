/* All charts with invented data, for looking at them: `npm run dev`, then /src/shared/charts/gallery/. */
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { ThemeProvider } from '@/shared/theme/ThemeProvider'

import { Band } from '../band/Band'
import { Forest } from '../forest/Forest'
import { Heatmap } from '../heatmap/Heatmap'
import { IntervalBar } from '../interval/IntervalBar'
import { Sparkline } from '../sparkline/Sparkline'
import styles from './gallery.module.css'
import { ASSETS, band, forest, guardrail, heat, hourly, relative } from './invented'

const NORM = { low: 0.063, median: 0.077, high: 0.091 }

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

function Gallery(): ReactNode {
  return (
    <main className={styles.page}>
      <h1>Charts</h1>
      <Small />
      <div className={styles.two}>
        <Band
          title="Take rate by day"
          lead="Bands are 95% intervals. The hatched days still collect plays."
          source="Keyart, version 41, as of 24 Nov 08:00"
          data={band}
        />
        <Band title="Impressions by hour" lead="An hour without data is a gap." data={hourly} />
      </div>
      <div className={styles.two}>
        <Forest
          title="Difference from today’s poster"
          lead="Points of take rate. Valid however often you look."
          data={forest}
        />
        <Forest
          title="Guardrail: completion"
          lead="A winner may not be worse by more than the margin."
          data={guardrail}
        />
      </div>
      <Forest title="Relative differences" data={relative} />
      <Heatmap
        title="Audience × artwork"
        lead="Take rate, and points against what the audience gives this title’s artwork on average."
        data={heat}
      />
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
        <Gallery />
      </ThemeProvider>
    </StrictMode>,
  )
}
