import { textWidth } from './text'
import { TICKS } from './ticks'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const GAP = 14
const HOURS = [1, 2, 3, 6, 12]
const DAYS = [1, 2, 3, 4, 5, 7, 10, 14, 21, 28]
const MONTHS = [1, 2, 3, 4, 6, 12, 24, 60, 120]

export interface TimeTick {
  /** Milliseconds as of `wallTime`. */
  readonly at: number
  readonly label: string
}

/**
 * Parse ISO text as local time, ignoring its offset, so that a chart shows days and hours in the zone
 * of the question. Returns milliseconds.
 */
export function wallTime(iso: string): number {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?/.exec(iso) ?? []
  if (date === undefined) throw new RangeError(`No date: ${iso}`)
  return Date.parse(`${date}T${time ?? '00:00'}Z`)
}

function formatter(options: Intl.DateTimeFormatOptions): (at: number) => string {
  const format = new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options })
  return (at) => format.format(at)
}

const day = formatter({ day: 'numeric', month: 'short' })
const dayOnly = formatter({ day: 'numeric' })
const month = formatter({ month: 'short' })
const year = formatter({ year: 'numeric' })
const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const weekday = formatter({ weekday: 'short', day: 'numeric', month: 'short' })

/** Return a day, such as “6 Nov”. */
export const sayDay = day

/** Return a day with its weekday, and the hour if it is not midnight or `hours` is set. */
export function sayMoment(at: number, hours = false): string {
  return hours || at % DAY !== 0 ? `${weekday(at)}, ${clock(at)}` : weekday(at)
}

/** Return ticks from `start` to `end` on `room` px, at whole hours, days or months. */
export function timeTicks(start: number, end: number, room: number): TimeTick[] {
  if (end - start <= 2 * DAY)
    return evenly(
      start,
      end,
      room,
      HOURS.map((n) => n * HOUR),
      hourLabel,
    )
  if (end - start <= 120 * DAY)
    return evenly(
      start,
      end,
      room,
      DAYS.map((n) => n * DAY),
      dayLabel,
    )
  return monthly(start, end, room)
}

type Label = (at: number, before: number | undefined) => string

function hourLabel(at: number, before: number | undefined): string {
  const changed = before !== undefined && Math.floor(before / DAY) !== Math.floor(at / DAY)
  return changed ? day(at) : clock(at)
}

function dayLabel(at: number, before: number | undefined): string {
  return before === undefined || month(before) !== month(at) ? day(at) : dayOnly(at)
}

function monthLabel(at: number, before: number | undefined): string {
  return before !== undefined && year(before) !== year(at) ? year(at) : month(at)
}

function labelled(times: readonly number[], label: Label): TimeTick[] {
  return times.map((at, index) => ({ at, label: label(at, times[index - 1]) }))
}

function fits(ticks: readonly TimeTick[], start: number, end: number, room: number): boolean {
  const place = (at: number): number => ((at - start) / Math.max(1, end - start)) * room
  return ticks.every((tick, index) => {
    const before = ticks[index - 1]
    if (before === undefined) return true
    const half = (textWidth(tick.label) + textWidth(before.label)) / 2
    return place(tick.at) - place(before.at) >= half + GAP
  })
}

function evenly(
  start: number,
  end: number,
  room: number,
  steps: number[],
  label: Label,
): TimeTick[] {
  const unit = steps[0] ?? DAY
  const first = Math.ceil(start / unit) * unit
  for (const step of steps) {
    const times: number[] = []
    for (let at = first; at <= end; at += step) times.push(at)
    const ticks = labelled(times, label)
    if (ticks.length <= TICKS.most && fits(ticks, start, end, room)) return ticks
  }
  return labelled([first], label)
}

function monthly(start: number, end: number, room: number): TimeTick[] {
  const from = new Date(start)
  for (const step of MONTHS) {
    const times: number[] = []
    for (let index = 0; ; index += step) {
      const at = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1 + index, 1)
      if (at > end) break
      times.push(at)
    }
    const ticks = labelled(times, monthLabel)
    if (ticks.length <= TICKS.most && fits(ticks, start, end, room)) return ticks
  }
  return labelled([start], (at) => day(at))
}
