import { nameOf } from '@/shared/expression'
import { Link } from 'wouter'

import { Figure } from '@/shared/figure'
import { count, isSure, number, percent, probability, range, SURE } from '@/shared/format'
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

import { useWins, type Win } from './winning'
import styles from './WinsPanel.module.css'

/** The best artwork for an audience, title by title. */
export function WinsPanel({ audience }: { audience: Audience }) {
  const { wins, waiting } = useWins(audience)
  const sure = wins.filter((one) => !one.broken && !one.loses && isSure(one.probability)).length
  return (
    <Panel
      title="What wins with them"
      lead={`The best artwork of the titles they see most${audience.kind === 'AFFINITY' ? ', and of titles where they have a favourite' : ''}. Open a title to see it for this audience.`}
      className={styles.panel ?? ''}
      foot={
        !waiting &&
        wins.length > 0 && (
          <span>
            {number(sure)} of {count(wins.length, 'title')} {sure === 1 ? 'is' : 'are'} at least{' '}
            {percent(SURE, 0)} certain. Small audiences are pulled towards the overall result.
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
                    take rate{!win.broken && `, ${probability(win.probability)} likely to be best`}
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
          <Loading what="winners" />
          <SkeletonLines lines={wins.length > 0 ? 1 : 6} />
        </>
      )}
      {!waiting && wins.length === 0 && (
        <Empty fact="No title has enough data yet.">
          A title needs two artworks, each seen by enough people of this audience.
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
      head: 'Take rate',
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
              : `${number(people)} of them saw ${interval ? 'it' : 'one of the artworks'}.`
          }
        />
      ),
    },
    {
      key: 'probability',
      head: 'Probability best',
      figures: true,
      value: (win) => (win.broken ? null : win.probability),
      cell: (win) => (win.broken ? '–' : probability(win.probability)),
    },
    {
      key: 'sure',
      head: <span className={styles.head}>Certainty</span>,
      cell: (win) => <HowSure win={win} of={of} />,
    },
  ]
}

function Best({ win, audience }: { win: Win; audience: Audience }) {
  const { asset, letter, title, titleName, favourite } = win
  return (
    <span className={styles.best}>
      <Thumb asset={asset} width={34} ratio="2/3" />
      <span>
        <Link
          href={places.title(title, asset.assetId, favourite ? undefined : audience.name)}
          className={styles.title}
        >
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
  if (win.loses) return <Badge kind="clickbait" />
  if (win.favourite) return <Badge kind="wins_with">Wins with {of}</Badge>
  return !isSure(win.probability) ? <Badge kind="keep_waiting">Could be chance</Badge> : null
}

function reasonOf({ broken, loses, favourite, usual, wins }: Win): string {
  if (broken) return 'The test didn’t split traffic as planned.'
  if (loses) return 'It wins plays, but loses viewers.'
  if (usual) {
    return `The overall leader ${usual.letter} ${usual.asset.name} gets ${percent(usual.rate)} here${favourite ? ` (${favourite.sure})` : ''}.`
  }
  return wins ? 'Also wins overall.' : 'Also leads overall.'
}
