import { useState } from 'react'

import { useAsk } from '@/shared/api'
import { country, measure as wordsOf, number } from '@/shared/format'
import { Thumb } from '@/shared/media'
import {
  Button,
  DataTable,
  Empty,
  IconButton,
  ErrorMessage,
  Letter,
  Panel,
  Skeleton,
  type TableColumn,
} from '@/shared/ui'

import styles from './BestForWhom.module.css'
import { COUNTRIES, type CountryRow, countriesOf } from './countries'
import type { PartProps } from './Evidence'
import { typeInQuestions } from './head'
import { filesOf } from './exports'
import type { Measure } from './state'
import { asking } from './useTitle'

const FIRST = 8

/** The figures of the title by country, and the leading asset there. */
export function Countries({ scope, placed, known }: PartProps) {
  const [all, setAll] = useState(false)
  const asked = asking(scope)
  const where = { ...asked.where, asset_type: typeInQuestions(scope.title, scope.type) }
  const common = { ...asked, where, measures: ['reach', scope.measure] }
  const { data, error, refetch } = useAsk(
    COUNTRIES,
    { places: { ...common, by: ['country'] }, cells: { ...common, by: ['country', 'asset'] } },
    { keep: true },
  )
  const title = 'By country'
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <Panel title={title}>
        <Skeleton height="320px" />
      </Panel>
    )
  }
  const broken = known.evidence.comparison?.verdict.kind === 'DONT_TRUST'
  const rows = countriesOf(data, broken ? [] : placed.cards, scope.measure)
  const file = filesOf(scope).find(({ name }) => name.endsWith('country'))
  return (
    <Panel
      title={title}
      lead={rows.length > FIRST && !all ? `Top ${FIRST} of ${rows.length} by reach.` : undefined}
      actions={
        <>
          {rows.length > FIRST && (
            <Button small onClick={() => setAll(!all)}>
              {all ? `Top ${FIRST}` : `Show all ${rows.length}`}
            </Button>
          )}
          <IconButton
            icon="download"
            label="Export as CSV, by asset"
            onClick={() => location.assign(file?.csv ?? '')}
          />
        </>
      }
    >
      <DataTable
        caption="Figures by country"
        columns={columnsOf(scope.measure).filter(({ key }) => !broken || key !== 'best')}
        rows={all ? rows : rows.slice(0, FIRST)}
        keyOf={({ code }) => code}
        empty={<Empty fact="No data by country." />}
      />
    </Panel>
  )
}

function columnsOf(measure: Measure): readonly TableColumn<CountryRow>[] {
  const words = wordsOf(measure)
  return [
    {
      key: 'country',
      head: 'Country',
      value: ({ code }) => country(code),
      cell: ({ code }) => country(code),
    },
    {
      key: 'reach',
      head: 'Reach',
      figures: true,
      value: ({ reach }) => reach,
      cell: ({ reach }) => number(reach),
    },
    {
      key: 'rate',
      head: words.label,
      figures: true,
      value: ({ value }) => value,
      cell: ({ value }) => <b>{words.value(value)}</b>,
    },
    {
      key: 'best',
      head: 'Leads',
      value: ({ leads }) => leads?.letter ?? null,
      cell: ({ leads }) =>
        leads ? (
          <span className={styles.best}>
            <Thumb asset={leads.asset} width={18} ratio="2/3" letter={leads.letter} />{' '}
            <Letter outlined>{leads.letter}</Letter>
          </span>
        ) : (
          <span className="sub">too close</span>
        ),
    },
  ]
}
