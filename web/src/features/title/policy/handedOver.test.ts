import { expect, test } from 'vitest'

import { changesSince, changesWords } from './handedOver'
import { documentOf, type Policy } from './policy'

const rule = (audience: string | null, audienceName: string, asset: string) => ({
  audience,
  audienceName,
  asset,
  name: asset,
  shares: { [asset]: 1 },
  people: 1,
  shareOfPeople: 0.5,
  rate: 0.1,
  singleRate: 0.1,
  gain: { value: 0, low: 0, high: 0 },
  guardrails: [],
})

const policy = (id: string, heist: string, others: string) =>
  ({
    policy: id,
    title: 't1',
    assetType: 'artwork',
    rules: [rule('affinity:heist', 'Heist Thrillers', heist)],
    otherwise: rule(null, 'everyone else', others),
  }) as unknown as Policy

const named = (asset: string) => `“${asset}”`

test('a policy that says the same has no changes', () => {
  const now = policy('p1', 'Vault', 'Crew')
  expect(changesSince(documentOf(now), now, named)).toEqual([])
})

test('changes name who gets what instead of what', () => {
  const changes = changesSince(
    documentOf(policy('p1', 'Vault', 'Crew')),
    policy('p2', 'Vault', 'Tram'),
    named,
  )
  expect(changesWords(changes)).toBe('Decided now: everyone else gets “Tram” instead of “Crew”.')
})

test('an audience that lost its rule is named', () => {
  const one = { ...policy('p2', 'Vault', 'Crew'), rules: [] } as unknown as Policy
  const changes = changesSince(documentOf(policy('p1', 'Vault', 'Crew')), one, named)
  expect(changes).toEqual(['heist no longer gets “Vault”'])
})
