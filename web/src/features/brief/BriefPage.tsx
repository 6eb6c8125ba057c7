import { download, fileName } from '@/shared/charts/export/save'
import { country, fixed, percent, range } from '@/shared/format'
import { usePage } from '@/shared/page'
import {
  Button,
  ButtonLink,
  Empty,
  ErrorMessage,
  Loading,
  PageHeader,
  SkeletonLines,
} from '@/shared/ui'
import { places, useUrlState } from '@/shared/url'

import { actionOf, BRIEF, type Brief, type Finding, useBrief } from './brief'
import styles from './BriefPage.module.css'

const index = (value: number | null | undefined) => fixed(value ?? null, 0)

/** One page for a commissioning meeting: what to make for an audience in a market. */
export default function BriefPage() {
  usePage('Brief')
  const [about] = useUrlState(BRIEF)
  const { data, error, refetch } = useBrief(about)
  const brief = data?.brief
  const whom = [
    about.market ? country(about.market) : 'All markets',
    about.audience ?? 'everybody',
  ].join(' · ')
  return (
    <>
      <PageHeader
        title={brief?.headline ?? 'Brief'}
        facts={[whom]}
        actions={
          <span className={styles.acts}>
            <ButtonLink href={places.make(about.market)}>See the map</ButtonLink>
            {brief && <Downloads brief={brief} whom={whom} />}
          </span>
        }
      />
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <div className={styles.sheet}>
          <Loading what="the brief" />
          <SkeletonLines lines={12} />
        </div>
      )}
      {brief === null && <Empty fact="Too few people to show.">Choose a larger audience.</Empty>}
      {brief && <Sheet brief={brief} />}
    </>
  )
}

function Downloads({ brief, whom }: { brief: Brief; whom: string }) {
  const save = (text: string, type: string, end: string) =>
    download(new Blob([text], { type }), `${fileName(`brief ${whom}`)}.${end}`)
  return (
    <>
      <Button icon="download" onClick={() => save(brief.markdown, 'text/markdown', 'md')}>
        Markdown
      </Button>
      <Button icon="download" onClick={() => save(brief.html, 'text/html', 'html')}>
        HTML
      </Button>
      <Button variant="primary" icon="print" onClick={() => window.print()}>
        Print
      </Button>
    </>
  )
}

function Sheet({ brief: { findings, elsewhere, notes } }: { brief: Brief }) {
  const titles = findings.filter(({ topTitleName, topTitleShare }) => topTitleName && topTitleShare)
  return (
    <div className={styles.sheet}>
      <h2>Findings</h2>
      {findings.length === 0 && <p>No genre is under-served or over-served.</p>}
      <ol className={styles.findings}>
        {findings.map((finding) => (
          <Found key={`${finding.value} ${finding.finding}`} finding={finding} />
        ))}
      </ol>
      {titles.length > 0 && (
        <>
          <h2>Titles that carry them</h2>
          <ul>
            {titles.map(({ value, topTitleName, topTitleShare }) => (
              <li key={value}>
                {topTitleName}: {percent(topTitleShare, 0)} of {value} hours
              </li>
            ))}
          </ul>
        </>
      )}
      {elsewhere.length > 0 && (
        <>
          <h2>What did well with comparable people</h2>
          <ul>
            {elsewhere.map(({ value, market, tasteIndex, tasteIndexLow, tasteIndexHigh }) => (
              <li key={`${value} ${market}`}>
                {country(market ?? '')} likes {value}, too: taste {index(tasteIndex)} (
                {range(tasteIndexLow, tasteIndexHigh, index)})
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>How sure</h2>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        <li>
          Demand index: share of viewing over share of what is on offer; 100 is par. In brackets,
          its interval at 95%.
        </li>
      </ul>
    </div>
  )
}

function Found({ finding }: { finding: Finding }) {
  const { shareOfHours, shareOfSupply, withoutTopTitle, topTitleName } = finding
  return (
    <li>
      <div>
        <h3>{actionOf(finding)}</h3>
        <p>
          {percent(shareOfHours)} of viewing, {percent(shareOfSupply)} of what is on offer.
          {withoutTopTitle !== null &&
            topTitleName &&
            ` Demand is ${index(withoutTopTitle)} without ${topTitleName}.`}
        </p>
      </div>
      <p className={styles.index}>
        <b>{index(finding.demandIndex)}</b>{' '}
        <small>({range(finding.demandIndexLow, finding.demandIndexHigh, index)})</small>
      </p>
    </li>
  )
}
