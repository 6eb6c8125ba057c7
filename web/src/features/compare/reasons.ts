import type { Estimate } from '@/shared/charts/kit/estimate'
import { measure, probability as certainty, readableReason } from '@/shared/format'

import type { Comparison, Guardrail } from './comparison'
import type { Names } from './verdict'

/** Reasons of the service with relative differences: what they say is said in points. */
const RELATIVE =
  /^(Guardrail |A difference of more than |With .* is best \(|.* leads overall, but )/

/** The most audiences to name. */
const AUDIENCES = 2

/** Return the reasons below the sentence, without guardrails, which have a list of their own. */
export function reasonsOf(comparison: Comparison, nameOf: Names): readonly string[] {
  const { verdict, allocation } = comparison
  const reasons = verdict.reasons.filter((reason) => !RELATIVE.test(reason))
  if (verdict.kind !== 'DONT_TRUST') {
    return [...reasons, ...largest(comparison), ...withAudiences(comparison, nameOf)]
  }
  const mend = 'Find where viewers get lost, fix it, then restart the test.'
  return allocation.broken ? [...reasons.map(readableReason), mend] : reasons
}

/** Say how large a difference may still be, where the service does. */
function largest({ verdict, differences, measure: name }: Comparison): string[] {
  const said = verdict.reasons.some((reason) => reason.startsWith('A difference of more than '))
  const ends = differences.flatMap(({ difference: { low, high } }) => [low, high])
  const known = ends.filter((end) => end !== null)
  if (!said || known.length < ends.length || known.length === 0) return []
  const { difference, unit } = measure(name)
  const most = difference(Math.max(...known.map(Math.abs))).replace('+', '')
  return [`A difference of more than ${most}${unit ? ` ${unit}` : ''} is ruled out.`]
}

/** Say with which audiences another asset than the leader is best, beyond chance. */
function withAudiences(comparison: Comparison, nameOf: Names): string[] {
  const leader = comparison.arms[0]?.asset ?? ''
  const { difference, unit } = measure(comparison.measure)
  return comparison.audiences
    .flatMap(({ name, best, differs, rates, probability }) => {
      const [here, there] = [rates[best ?? ''], rates[leader]]
      if (best === null || best === leader || !differs.includes(best)) return []
      if (typeof here !== 'number' || typeof there !== 'number') return []
      const more = `${difference(here - there)}${unit ? ` ${unit}` : ''}`
      const sure = certainty(probability)
      return [
        `With ${name}, ${nameOf(best)} is best (${sure} sure): ${more} against ${nameOf(leader)}.`,
      ]
    })
    .slice(0, AUDIENCES)
}

/** Return a guardrail of the leading asset in words. */
export function guardrailSaid({ measure: name, state, rate, ratio }: Guardrail): string {
  const { label, value } = measure(name)
  const by = againstOthers(name, rate, ratio)
  switch (state) {
    case 'HELD':
      return `${label} passed: ${value(rate.value)}${by}`
    case 'FAILED':
      return `${label} failed: ${value(rate.value)}${by}`
    case 'UNSURE':
      return `${label} not certain yet: ${value(rate.value)}${by}`
  }
}

function againstOthers(name: string, rate: Estimate, ratio: Estimate): string {
  if (rate.value === null || ratio.value === null || ratio.value <= -1) return ''
  if (Math.abs(ratio.value) < 0.005) return ', same as the others'
  const { difference, unit } = measure(name)
  const more = rate.value - rate.value / (1 + ratio.value)
  const size = difference(Math.abs(more)).replace('+', '')
  return `, ${size}${unit ? ` ${unit}` : ''} ${more > 0 ? 'more' : 'less'} than the others`
}
