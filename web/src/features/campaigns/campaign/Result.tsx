import { isKnown } from '@/shared/charts/kit/estimate'
import { number } from '@/shared/format'
import { fewer, useSmallestCell } from '@/shared/figure'
import {
  Badge,
  Button,
  Empty,
  ErrorMessage,
  Icon,
  Loading,
  Message,
  Panel,
  Skeleton,
} from '@/shared/ui'
import { flag, useUrlState } from '@/shared/url'

import { type Campaign, type CampaignResult, useResult } from '../requests'
import { checksOf, meanWords, runsWords, VERDICTS } from '../wording'
import styles from './Result.module.css'
import { DayByDay } from './DayByDay'
import { ByAudience, ByGroup, Outcomes } from './Evidence'

/** Whether a result is shown although it can't be trusted. */
const STATE = { anyway: flag() }

/** What a campaign did: the verdict, then its evidence. */
export function Result({ campaign }: { campaign: Campaign }) {
  const { data, error, refetch } = useResult(campaign.name, true)
  const least = fewer(useSmallestCell())
  if (error?.code === 'bad_question') {
    return (
      <Message tone="hint" fact={error.message}>
        {error.hint}
      </Message>
    )
  }
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <>
        <Loading what="result" />
        <Skeleton height="180px" />
        <div className={styles.part}>
          <Skeleton height="320px" />
        </div>
      </>
    )
  }
  const result = data.campaignResult
  if (result === null) {
    return (
      <Empty fact={<h2>Too few people to show</h2>}>
        Fewer people ({least}) got an asset, or are held out. Wait until more are in it.
      </Empty>
    )
  }
  return <Found campaign={campaign} result={result} />
}

interface FoundProps {
  campaign: Campaign
  result: CampaignResult
}

function Found({ campaign, result }: FoundProps) {
  const [{ anyway }, set] = useUrlState(STATE)
  const hidden = result.verdict === 'DONT_TRUST' && !anyway
  const few = result.suppressed > 0
  return (
    <>
      <Verdict campaign={campaign} result={result} hidden={hidden} />
      {hidden ? (
        <div className={styles.part}>
          <Message
            tone="stale"
            fact="Figures are hidden: the groups aren’t comparable, so they’d be misleading."
            action={
              <Button small onClick={() => set({ anyway: true })}>
                Show anyway
              </Button>
            }
          />
        </div>
      ) : (
        <>
          {result.path.some(({ difference }) => isKnown(difference)) && (
            <div className={styles.part}>
              <DayByDay campaign={campaign} result={result} />
            </div>
          )}
          <div className={styles.part}>
            <Outcomes campaign={campaign} result={result} />
          </div>
          {(result.audiences.length > 0 || result.groups.length > 0) && (
            <div
              className={`two ${result.audiences.length > 0 && result.groups.length > 0 ? 'even' : styles.one} ${styles.part}`}
            >
              {result.audiences.length > 0 && <ByAudience campaign={campaign} result={result} />}
              {result.groups.length > 0 && <ByGroup campaign={campaign} result={result} />}
            </div>
          )}
          {few && (
            <p className={styles.note}>
              Audiences aren’t shown: {number(result.suppressed)} of them has too few people, which
              would follow from the others.
            </p>
          )}
        </>
      )}
      <div className={styles.part}>
        <Checks result={result} />
      </div>
    </>
  )
}

function Verdict({ campaign, result, hidden }: FoundProps & { hidden: boolean }) {
  const [kind, words] = VERDICTS[result.verdict]
  // The verdict is in the badge.
  const sentence = result.sentence.replace(
    /^(Worked|Harmed|No effect that matters|Too early): /,
    '',
  )
  const [primary] = result.effects
  return (
    <section className={styles.verdict} aria-labelledby="verdict">
      <div>
        <Badge kind={kind}>{words}</Badge>
        <h2 id="verdict">{sentence.charAt(0).toUpperCase() + sentence.slice(1)}</h2>
        {!hidden && result.reasons.length > 0 && (
          <p className={styles.rest}>{result.reasons.join(' ')}</p>
        )}
        {campaign.verdictSentence !== null && campaign.verdict !== result.verdict && (
          <p className={styles.rest}>On record: {campaign.verdictSentence}</p>
        )}
      </div>
      <dl className={styles.facts}>
        <Fact
          name="Got an asset"
          value={number(result.people)}
          note={hidden ? '' : mean(primary?.treated)}
        />
        <Fact
          name="Held out"
          value={number(result.heldOut)}
          note={hidden ? '' : mean(primary?.heldOut)}
        />
        <Fact name="Ran" value={runsWords(campaign)} note="" />
      </dl>
    </section>
  )

  function mean(figure: number | null | undefined): string {
    if (figure === null || figure === undefined) return ''
    return `${meanWords(result.primary, figure)} ${result.primary === 'HOURS_VIEWED' ? 'a person' : result.primary === 'VIEWERS' ? 'watched it' : 'came back to it'}`
  }
}

function Fact({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note && <dd>{note}</dd>}
    </div>
  )
}

/** What the result rests on. */
function Checks({ result }: { result: CampaignResult }) {
  return (
    <Panel title="Can this be trusted?" lead="Checked with every update.">
      <ul className={styles.checks}>
        {checksOf(result).map(({ name, sound, said }) => (
          <li key={name} data-sound={sound}>
            <Icon name={sound ? 'check' : 'warning'} />
            <span>
              <b>{name}</b> {said}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
