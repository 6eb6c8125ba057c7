import { count, date, duration, words } from '@/shared/format'

import { kindName } from './answer'
import { assetsOf, type Title } from './head'

/** Return the facts in the line below a title's name. */
export function factsOf(title: Title): string[] {
  const countries = title.filterValues.find(({ dimension }) => dimension === 'country')
  const assets = assetsOf(title)
  const types = [...new Set(assets.map(({ assetType }) => assetType ?? 'asset'))]
  const kinds = types.map((type) => {
    const n = assets.filter(({ assetType }) => (assetType ?? 'asset') === type).length
    return `${n} ${kindName(type, n)}`
  })
  return [
    title.contentType && words(title.contentType),
    capital(title.genres.join(', ')),
    title.runtimeSeconds ? duration(title.runtimeSeconds) : '',
    title.maturity,
    title.launchedAt && `Launched ${date(title.launchedAt, 'UTC')}`,
    countries && countries.count > 1 && count(countries.count, 'country', 'countries'),
    kinds.join(', '),
  ].filter((fact): fact is string => Boolean(fact))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
