/**
 * Figures in the reader's locale, with a true minus and thin spaces.
 *
 * `null` is unknown or undefined: a dash.
 */

/** The thin space around the dash of a range, and between a number and its unit. */
export const THIN = '\u2009'
export const MINUS = '\u2212'
export const NONE = '–'

export type Figure = number | null | undefined

const formats = new Map<string, Intl.NumberFormat>()

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.NumberFormat(undefined, options)
  formats.set(key, known)
  return known
}

function written(value: Figure, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE
  return format(options).format(value).replace('-', MINUS)
}

/** Return a number with at most this many decimals: 24,071. */
export function number(value: Figure, decimals = 0): string {
  return written(value, { maximumFractionDigits: decimals })
}

/** Return a large number in short: 1.2M. */
export function compact(value: Figure): string {
  return written(value, { notation: 'compact', maximumSignificantDigits: 3 })
}

/** Return a number with exactly this many decimals: 2.90. */
export function fixed(value: Figure, decimals = 1): string {
  return written(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** Return a rate with one decimal: 0.106 is 10.6%. */
export function percent(rate: Figure, decimals = 1): string {
  return written(rate, {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

/** Return a rate without the per cent sign, for columns and ranges: 10.6. */
export function percentFigure(rate: Figure, decimals = 1): string {
  return fixed(rate === null || rate === undefined ? rate : rate * 100, decimals)
}

/** Return a difference of rates in points, with its sign: +1.4. */
export function points(difference: Figure, decimals = 1): string {
  return signed(difference === null || difference === undefined ? null : difference * 100, decimals)
}

/** Return a number with its sign: +6.0, −2.0. */
export function signed(value: Figure, decimals = 1): string {
  return written(value, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

/** Return a relative difference with its sign: 0.12 is +12%. */
export function relative(ratio: Figure, decimals = 0): string {
  return written(ratio, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: decimals,
  })
}

/** Return a range: 10.2 – 11.0. */
export function range(
  low: Figure,
  high: Figure,
  write: (value: Figure) => string = percentFigure,
): string {
  if (low === null || low === undefined || high === null || high === undefined) return NONE
  return `${write(low)}${THIN}–${THIN}${write(high)}`
}

/** Return a probability, never rounded to 0 or 100%. */
export function probability(p: Figure): string {
  if (p === null || p === undefined) return NONE
  if (p > 0 && p < 0.01) return `< ${percent(0.01, 0)}`
  if (p < 1 && p > 0.99) return `> ${percent(0.99, 0)}`
  return percent(p, 0)
}

/** The probability from which an answer is called certain, on every page. */
export const SURE = 0.95

/** Return whether a probability, rounded as it is shown, is certain. */
export function isSure(p: Figure): boolean {
  return Math.round((p ?? 0) * 100) >= SURE * 100
}

/** Return a size in bytes: 1.2 GB. */
export function bytes(value: Figure): string {
  if (value === null || value === undefined) return NONE
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const step = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1)
  return format({
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(value / 1000 ** step)
}
