import { type Estimate, isKnown, leavesOut } from '@/shared/charts/kit/estimate'
import { show, showRange } from '@/shared/charts/kit/units'
import {
  capital,
  count,
  day,
  type Figure,
  fixed,
  listed,
  number,
  percent,
  signed,
  time,
  valueName,
  words,
} from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'

import type { Campaign, CampaignResult, Goal, Outcome, OutcomeEffect } from './requests'

/** What a campaign is to raise, in a sentence. */
export const GOALS: Readonly<Record<Goal, string>> = {
  VIEWERS: 'viewers',
  HOURS_VIEWED: 'hours viewed',
  RETURN_RATE_7: 'people back after 7 days',
  RETURN_RATE_28: 'people back after 28 days',
}

export const VERDICTS = {
  WORKED: ['sure', 'Worked'],
  NO_EFFECT: ['no_difference', 'No effect that matters'],
  HARMED: ['failed', 'Harmed'],
  TOO_EARLY: ['few', 'Too early'],
  DONT_TRUST: ['dont_trust', 'Don’t trust'],
} as const satisfies Record<CampaignResult['verdict'], readonly [BadgeKind, string]>

const DAY_MS = 86_400_000

/** Return whether the members of a campaign are frozen, so that there may be a result. */
export function hasStarted({ state }: Pick<Campaign, 'state'>): boolean {
  return state === 'RUNNING' || state === 'ENDED' || state === 'JUDGED'
}

/** Return how far a campaign is: Running, day 7 of 14. */
export function stateWords(
  { state, start, end }: Pick<Campaign, 'state' | 'start' | 'end'>,
  now = Date.now(),
): string {
  const [from, to] = [Date.parse(start), Date.parse(end)]
  switch (state) {
    case 'DRAFT':
      return 'Draft, needs approval'
    case 'APPROVED':
      return from > now
        ? `Approved, starts ${day(start, 'UTC')}`
        : `Approved, was to start ${day(start, 'UTC')}`
    case 'RUNNING': {
      if (to <= now) return `Running, was to end ${lastDay(end)}`
      if (from > now) return `Running from ${day(start, 'UTC')}`
      const days = Math.ceil((to - from) / DAY_MS)
      return `Running, day ${Math.floor((now - from) / DAY_MS) + 1} of ${days}`
    }
    case 'ENDED':
      return 'Ended, not judged yet'
    case 'JUDGED':
      return 'Judged'
  }
}

/** Return when a campaign runs: 26 Nov – 9 Dec. */
export function runsWords({ start, end }: Pick<Campaign, 'start' | 'end'>): string {
  const [first, last] = [day(start, 'UTC'), lastDay(end)]
  return first === last ? first : `${first} – ${last}`
}

/** Return the last day of a time that ends before `end`. */
function lastDay(end: string): string {
  return day(Date.parse(end) - 1, 'UTC')
}

/** Return the verdict of a campaign: the one on record, once it is judged. */
export function verdictOf(
  { verdict }: Pick<Campaign, 'verdict'>,
  outcome: Outcome,
): CampaignResult['verdict'] | null {
  return verdict ?? outcome?.verdict ?? null
}

/** Return the effect on what a campaign is to raise; null where it can't be trusted or isn't known. */
export function primaryEffect(
  campaign: Pick<Campaign, 'verdict'>,
  outcome: Outcome,
): Estimate | null {
  if (!outcome || verdictOf(campaign, outcome) === 'DONT_TRUST') return null
  return outcome.effects[0]?.ratio ?? null
}

/** Return what the list of campaigns says at a glance. */
export function answerOf(
  campaigns: readonly Campaign[],
  outcomes: ReadonlyMap<string, Outcome>,
): [fact: string, rest: string] {
  if (campaigns.length === 0) return ['No campaigns yet.', '']
  const found = campaigns.map((campaign) => verdictOf(campaign, outcomes.get(campaign.name)))
  const of = (verdict: CampaignResult['verdict']) => found.filter((one) => one === verdict).length
  const [worked, harmed, none] = [of('WORKED'), of('HARMED'), of('NO_EFFECT')]
  const trusted = worked + harmed + none
  const inState = (state: Campaign['state'], one: string, many: string) => {
    const n = campaigns.filter((campaign) => campaign.state === state).length
    return n === 0 ? [] : [count(n, one, many)]
  }
  const states = [
    ...inState('RUNNING', 'is running', 'are running'),
    ...inState('DRAFT', 'needs approval', 'need approval'),
    ...inState('APPROVED', 'waits to start', 'wait to start'),
    ...inState('ENDED', 'waits to be judged', 'wait to be judged'),
  ]
  const rest = states.length > 0 ? `${listed(states)}.` : ''
  if (trusted === 0) return ['No result is certain yet.', rest]
  if (trusted === 1) {
    const said = worked ? 'it worked' : harmed ? 'it harmed' : 'it had no effect that matters'
    return [`One result is certain: ${said}.`, rest]
  }
  const harm = harmed > 0 ? ` ${number(harmed)} harmed.` : ''
  return [`${number(worked)} of ${count(trusted, 'certain result')} worked.${harm}`, rest]
}

/** Return the outcomes whose verdict needs a word more, such as a broken split. */
export function remarksOf(
  campaigns: readonly Campaign[],
  outcomes: ReadonlyMap<string, Outcome>,
): { name: string; said: string }[] {
  return campaigns.flatMap((campaign) => {
    const outcome = outcomes.get(campaign.name)
    const verdict = verdictOf(campaign, outcome)
    if (verdict !== 'HARMED' && verdict !== 'DONT_TRUST') return []
    return [{ name: campaign.name, said: campaign.verdictSentence ?? outcome?.sentence ?? '' }]
  })
}

/** Return the name of an outcome: Viewers of Night Walk, Hours of everything. */
export function outcomeName(
  { measure, ofTitle }: Pick<OutcomeEffect, 'measure' | 'ofTitle'>,
  titleName: string,
): string {
  const whose = ofTitle ? titleName : 'everything'
  switch (measure) {
    case 'VIEWERS':
      return ofTitle ? `Watched ${whose}` : 'Watched anything'
    case 'HOURS_VIEWED':
      return `Hours of ${whose}`
    case 'RETURN_RATE_7':
      return ofTitle ? `Back to ${whose} after 7 days` : 'Back after 7 days, to anything'
    case 'RETURN_RATE_28':
      return ofTitle ? `Back to ${whose} after 28 days` : 'Back after 28 days, to anything'
  }
}

/** Return the mean of an outcome with its unit: 33.1%, 2.43 h. */
export function meanWords(measure: Goal, mean: Figure): string {
  if (mean === null || mean === undefined) return '–'
  return measure === 'HOURS_VIEWED' ? `${fixed(mean, 2)} h` : percent(mean)
}

/** Return a difference of means with its unit and its interval: +2.9 points (1.0 to 4.8). */
export function differenceWords(measure: Goal, difference: Estimate): string {
  const { value, low, high } = difference
  if (value === null) return '–'
  const hours = measure === 'HOURS_VIEWED'
  const figure = (one: number) => (hours ? signed(one, 2) : signed(one * 100, 1))
  const unit = hours ? 'h' : 'points'
  const bounds = low === null || high === null ? '' : ` (${figure(low)} to ${figure(high)})`
  return `${figure(value)} ${unit}${bounds}`
}

/** Return a number of people, or why it isn't shown. */
export function peopleWords(people: number | null, few: string): string {
  return people === null ? few : number(people)
}

/** Return a group by its attribute and value: Age band: 18 to 24. */
export function groupName({ attribute, value }: { attribute: string; value: string | null }) {
  return `${words(attribute)}: ${valueName(attribute, value)}`
}

/** Say whether the campaign moved viewing, or only shifted it. */
export function movedWords(
  { effects, reasons }: Pick<CampaignResult, 'effects' | 'reasons'>,
  titleName: string,
): [fact: string, rest: string] {
  const hours = (ofTitle: boolean) =>
    effects.find((one) => one.measure === 'HOURS_VIEWED' && one.ofTitle === ofTitle)?.difference
  const [title, all] = [hours(true), hours(false)]
  const rest = reasons.filter((one) => !/^It (moved|may only)/.test(one)).join(' ')
  if (!title || !all || !isKnown(title) || !isKnown(all)) {
    return ['Not enough data to say whether it moved viewing.', rest]
  }
  const figures = `Hours per person: ${differenceWords('HOURS_VIEWED', title)} of ${titleName}, ${differenceWords('HOURS_VIEWED', all)} of everything.`
  const said = (fact: string): [string, string] => [fact, `${figures} ${rest}`.trim()]
  if (!leavesOut(title)) return said('Any change in hours could be chance.')
  if (title.value < 0) return said('People watched less of the title.')
  if (!leavesOut(all)) return said('It may only have shifted viewing from other titles.')
  return all.value > 0
    ? said('It moved viewing: people watched more in all.')
    : said('It shifted viewing: people watched less in all.')
}

/** Say where the effect is found. */
export function audiencesWords({ audiences }: Pick<CampaignResult, 'audiences'>): string {
  const named = (up: boolean) =>
    audiences
      .filter(({ found, ratio }) => found && (ratio.value ?? 0) > 0 === up)
      .map(({ audienceName }) => audienceName)
  const [up, down] = [named(true), named(false)]
  const found = [
    ...(up.length > 0 ? [`Higher with ${listed(up)}.`] : []),
    ...(down.length > 0 ? [`Lower with ${listed(down)}.`] : []),
  ]
  const rest = down.length > 0 ? '' : ' No audience was surely harmed.'
  if (found.length === 0) return `Not certain in any audience yet.${rest}`
  return `${capital(found.join(' '))}${rest}`
}

/** Say which groups the campaign harmed. */
export function groupsWords({ groups }: Pick<CampaignResult, 'groups'>): string {
  const worse = groups.filter((group) => group.worse).map(groupName)
  if (worse.length > 0) return `It surely harmed ${listed(worse)}.`
  return groups.some(({ ratio }) => isKnown(ratio))
    ? 'No group was surely harmed.'
    : 'Not enough data in any group yet.'
}

/** A check of a result. */
export interface Check {
  name: string
  sound: boolean
  said: string
}

/** Return the checks of a result: what it rests on. */
export function checksOf(result: CampaignResult): Check[] {
  const { sampleRatio: split, progress, verdict, level, since, until } = result
  const chance = split.p < 0.001 ? 'p < 0.001' : `p = ${number(split.p, 3)}`
  const differed = verdict === 'DONT_TRUST' && !split.broken
  return [
    {
      name: 'Split.',
      sound: !split.broken,
      said: `${percent(split.seen)} of people are held out, ${percent(split.expected)} were planned: ${split.broken ? 'not chance' : 'as planned'} (${chance}).`,
    },
    {
      name: 'Before the start.',
      sound: !differed,
      said: differed
        ? 'The two groups watched differently, so they aren’t comparable.'
        : split.broken
          ? 'Groups that aren’t split as planned may differ in other ways, too.'
          : 'No difference between the two groups beyond chance. What is left of it is taken out.',
    },
    {
      name: 'Data.',
      sound: progress >= 1,
      said: `${progress >= 1 ? 'The minimum sample is there' : `${percent(Math.floor(progress * 100) / 100, 0)} of the minimum sample`}: counted from ${time(since, 'UTC')} to ${time(until, 'UTC')} UTC.`,
    },
    {
      name: 'Who counts.',
      sound: true,
      said: 'Everyone who was to get an asset, opened or not, against everyone held out.',
    },
    {
      name: 'Looking.',
      sound: true,
      said: `${percent(level, 0)} intervals hold however often you look.`,
    },
  ]
}

/** Return a relative effect with its interval, as text beside a bar. */
export function effectText(effect: Estimate): string {
  if (effect.value === null) return 'not known yet'
  return `${show(effect.value, 'change')} (${showRange(effect, 'change') || 'not enough data'})`
}
