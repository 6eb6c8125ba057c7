import type { Leaf } from '@/shared/expression'
import { attributeName, fullName } from '@/shared/expression'
import { useAudienceNames } from '@/shared/filters'

import { useAttributes, useWatchedValues } from './choices'

/** Why a part of a clause means nobody, where its value does not exist; null where it does. */
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
      return known ? null : 'None is called so.'
    }
    case 'attribute': {
      const known = attributes?.find(({ name }) => name === leaf.name)
      if (!known || known.more || known.values.includes(leaf.value)) return null
      return `Nobody has this ${attributeName(leaf.name)}, or too few to tell.`
    }
    case 'rule':
      if (genre !== undefined && genres?.includes(genre) === false) {
        return `No genre “${genre}” was watched.`
      }
      return tag !== undefined && tags?.includes(tag) === false
        ? `No tag “${tag}” was watched.`
        : null
  }
}
