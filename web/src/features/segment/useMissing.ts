import type { Leaf } from '@/shared/expression'
import { attributeName, fullName } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'

import { useAttributes, useWatchedValues } from './choices'

/** Return why a part of a clause matches nobody, if its value does not exist; else null. */
export function useMissing(leaf: Leaf): string | null {
  const audiences = useAudienceNames()
  const attributes = useAttributes()
  const genre = leaf.is === 'rule' ? leaf.given.genre : undefined
  const tag = leaf.is === 'rule' ? leaf.given.tag : undefined
  const genres = useWatchedValues('genre', genre !== undefined)
  const tags = useWatchedValues('tag', tag !== undefined)
  switch (leaf.is) {
    case 'named': {
      const known = audiences.length === 0 || audiences.some(({ name }) => name === fullName(leaf))
      return known ? null : 'This audience doesn’t exist.'
    }
    case 'attribute': {
      const known = attributes?.find(({ name }) => name === leaf.name)
      if (!known || known.more || known.values.includes(leaf.value)) return null
      return `Nobody has this ${attributeName(leaf.name)}, or too few people.`
    }
    case 'rule':
      if (genre !== undefined && genres?.includes(genre) === false) {
        return `The genre “${genre}” wasn’t watched.`
      }
      return tag !== undefined && tags?.includes(tag) === false
        ? `The tag “${tag}” wasn’t watched.`
        : null
  }
}
