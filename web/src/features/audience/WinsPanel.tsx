import { Link } from 'wouter'

import { Figure } from '@/shared/figure'
import { count, number, percent, probability, range } from '@/shared/format'
import { Thumb } from '@/shared/media'
import {
  Badge,
  DataTable,
  Empty,
  Letter,
  Loading,
  Panel,
  SkeletonLines,
  type TableColumn,
} from '@/shared/ui'
import { places } from '@/shared/url'

import type { Audience } from './asking'
import { nameOf } from './describing'
import { useWins, type Win } from './winning'
import styles from './WinsPanel.module.css'

const SURE = 0.95

/** As it is written: what is shown as 95% counts as that. */
function isSure(probability: number): boolean {
  return Math.round(probability * 100) >= SURE * 100
}

/** Which artwork does best with an audience, title by title, and how sure that is. */
export function WinsPanel({ audience }: { audience: Audience }) {
  const { wins, waiting } = useWins(audience)
  const sure = wins.filter((one) => !one.broken && isSure(one.probability)).length
  return (
    <Panel
      title="What wins with them"
      lead={`The best artwork of the titles that most of them were shown${audience.kind === 'AFFINITY' ? ', and of those where they have a favourite of their own' : ''}. Each title opens with this audience.`}
      className={styles.panel ?? ''}
      foot={
        !waiting &&
        wins.length > 0 && (
          <span>
            {count(sure, 'title')} of {number(wins.length)} {sure === 1 ? 'is' : 'are'} at least{' '}
            {percent(SURE, 0)} sure. Probabilities draw what one audience says towards what
            everybody says.
          </span>
        )
      }
    >
      {wins.length > 0 && (
        <>
          <div className="only-l">
            <DataTable
              caption={`What wins with ${nameOf(audience)}`}
              columns={columns(audience)}
              rows={wins}
              keyOf={({ title }) => title}
            />
          </div>
          <ul className="only-s">
            {wins.map((win) => (
              <li key={win.title} className={styles.card}>
                <Best win={win} audience={audience} />
                <p className="num">
                  <b>{percent(win.rate)}</b>{' '}
                  <span className="sub">
                    take it{!win.broken && `, best there: ${probability(win.probability)}`}
                  </span>
                </p>
                <HowSure win={win} of={nameOf(audience)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {waiting && (
        <>
          <Loading what="What wins" />
          <SkeletonLines lines={wins.length > 0 ? 1 : 6} />
        </>
      )}
      {!waiting && wins.length === 0 && (
        <Empty fact="No title has enough of them to tell.">
          It takes two artworks of one title, each shown to enough people of the audience.
        </Empty>
      )}
    </Panel>
  )
}

function columns(audience: Audience): TableColumn<Win>[] {
  const of = nameOf(audience)
  return [
    {
      key: 'asset',
      head: 'Best artwork',
      value: ({ titleName }) => titleName,
      cell: (win) => <Best win={win} audience={audience} />,
    },
    {
      key: 'rate',
      head: 'Take rate there',
      figures: true,
      value: ({ rate }) => rate,
      cell: ({ rate, interval, asset, titleName, people }) => (
        <Figure
          size="text"
          measure="take_rate"
          of={`${asset.name} of ${titleName} with ${of}`}
          value={<b>{percent(rate)}</b>}
          range={interval && range(interval.low, interval.high)}
          parts={
            people === null
              ? ''
              : `${number(people)} of them were shown ${interval ? 'it' : 'one of the artworks'}.`
          }
        />
      ),
    },
    {
      key: 'probability',
      head: 'Best there',
      figures: true,
      value: (win) => (win.broken ? null : win.probability),
      cell: (win) => (win.broken ? '–' : probability(win.probability)),
    },
    {
      key: 'sure',
      head: <span className={styles.head}>How sure</span>,
      cell: (win) => <HowSure win={win} of={of} />,
    },
  ]
}

function Best({ win, audience }: { win: Win; audience: Audience }) {
  const { asset, letter, title, titleName } = win
  return (
    <span className={styles.best}>
      <Thumb asset={asset} width={34} ratio="2/3" />
      <span>
        <Link href={places.title(title, asset.assetId, audience.name)} className={styles.title}>
          {titleName}
        </Link>
        <span className={styles.asset}>
          <Letter>{letter}</Letter> {asset.name}
        </span>
      </span>
    </span>
  )
}

function HowSure({ win, of }: { win: Win; of: string }) {
  return (
    <span className={styles.sure}>
      <Judged win={win} of={of} />
      <span className="small sub2">{reasonOf(win)}</span>
    </span>
  )
}

function Judged({ win, of }: { win: Win; of: string }) {
  if (win.broken) return <Badge kind="dont_trust" />
  if (win.favourite) return <Badge kind="wins_with">Wins with {of}</Badge>
  return !isSure(win.probability) ? <Badge kind="keep_waiting">Could be chance</Badge> : null
}

function reasonOf({ broken, favourite, usual, probability }: Win): string {
  if (broken) return 'People were not shared out among the artworks as they should have been.'
  if (usual) {
    return `Everybody’s leader ${usual.letter} ${usual.asset.name} gets ${percent(usual.rate)} there${favourite ? `, ${favourite.sure}` : ''}.`
  }
  return !isSure(probability) ? 'It leads with everybody, too.' : 'Best with everybody, too.'
}
