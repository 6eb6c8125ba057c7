import { useMemo } from 'react'

import { graphql, type ResultOf, useAsk } from '@/shared/api'

import type { Choices } from './ValuesChip'

const CHOICES = graphql(`
  query Choices(
    $country: QuestionInput!
    $device: QuestionInput!
    $placement: QuestionInput!
    $genre: QuestionInput!
  ) {
    country: question(ask: $country) {
      rows
    }
    device: question(ask: $device) {
      rows
    }
    placement: question(ask: $placement) {
      rows
    }
    genre: question(ask: $genre) {
      rows
    }
    dataHealth {
      meta {
        asOf
      }
    }
  }
`)

const DIMENSIONS = ['country', 'device', 'placement', 'genre'] as const

/** The values to filter by: only those with impressions. */
export function useChoices(enabled = true) {
  const asked = (dimension: string) => ({
    measures: ['reach'],
    by: [dimension],
    order: ['-reach'],
    limit: 200,
  })
  const { data } = useAsk(
    CHOICES,
    {
      country: asked('country'),
      device: asked('device'),
      placement: asked('placement'),
      genre: asked('genre'),
    },
    { enabled },
  )
  const choices = useMemo(() => DIMENSIONS.map((dimension) => choicesOf(dimension, data)), [data])
  return { choices, asOf: data?.dataHealth.meta.asOf ?? null }
}

function choicesOf(
  dimension: (typeof DIMENSIONS)[number],
  data: ResultOf<typeof CHOICES> | undefined,
): Choices {
  const rows = (data?.[dimension].rows ?? []).filter(([, reach]) => reach !== null)
  const values = rows.map(([value]) => (typeof value === 'string' ? value : null))
  return { dimension, values, count: values.length }
}
