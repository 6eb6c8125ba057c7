import { useAudienceNames } from '@/shared/filters'
import { AddChip, Chip, Segmented } from '@/shared/ui'

import { type Change, toggled, withoutDimension } from './changes'
import { groupedBy } from './grouping'
import { dimensionWords } from './names'
import { type ChoiceGroup, NamePicker } from './NamePicker'
import type { QuestionState } from './state'
import type { Vocabulary } from './vocabulary'

interface DimensionChipsProps {
  state: QuestionState
  vocabulary: Vocabulary
  onChange: Change
}

/** The dimensions to group by. */
export function DimensionChips({ state, vocabulary, onChange }: DimensionChipsProps) {
  return (
    <>
      {state.by.map((name) =>
        name === 'audience' ? (
          <AudiencesChip key={name} {...{ state, onChange }} />
        ) : (
          <Chip
            key={name}
            name={dimensionWords(name)}
            value=""
            onRemove={() => onChange(withoutDimension(state, name))}
          >
            {() => <p className="sub2">{aboutOf(name, vocabulary)}</p>}
          </Chip>
        ),
      )}
      <AddDimension {...{ state, vocabulary, onChange }} />
    </>
  )
}

function aboutOf(name: string, vocabulary: Vocabulary): string {
  const dimension = vocabulary.dimension(name)
  if (!dimension) return 'This store doesn’t have this dimension.'
  return dimension.several
    ? 'Each row counts everybody with this value. People with several values count once for each.'
    : 'One row per value, including one for missing values.'
}

function AudiencesChip({ state, onChange }: Omit<DimensionChipsProps, 'vocabulary'>) {
  const names = useAudienceNames()
  const { audiences } = state
  const group = {
    heading: 'Audiences to group by',
    choices: names.map(({ name, note }) => ({ name, label: name, note: note ?? undefined })),
  }
  return (
    <Chip
      name="Audience"
      value={audiences.length === 0 ? 'all' : `${audiences.length} chosen`}
      on={audiences.length > 0}
      onRemove={() => onChange(withoutDimension(state, 'audience'))}
    >
      {() => (
        <NamePicker
          label="Search audiences"
          groups={[group]}
          chosen={audiences}
          onToggle={(name) => onChange({ audiences: toggled(audiences, name) })}
        />
      )}
    </Chip>
  )
}

const OF_TITLES = ['title', 'series', 'content_type', 'genre', 'tag', 'days_since_launch']
const OF_ASSETS = ['asset', 'asset_type', 'concept', 'locale', 'asset_tag']

function groupOf(name: string, extra: boolean): string {
  if (name.startsWith('profile.') || name.startsWith('audience')) return 'People'
  if (OF_TITLES.includes(name)) return 'Titles'
  if (OF_ASSETS.includes(name)) return 'Assets'
  if (!extra) return 'Context'
  return name.startsWith('title.') ? 'More about titles' : 'More'
}

function AddDimension({ state, vocabulary, onChange }: DimensionChipsProps) {
  const groups = dimensionGroups(vocabulary, state.measures)
  return (
    <span data-add="dimension">
      <AddChip label="Dimension">
        {() => (
          <NamePicker
            label="Search dimensions"
            groups={groups}
            chosen={state.by}
            onToggle={(name) =>
              onChange(
                state.by.includes(name)
                  ? withoutDimension(state, name)
                  : { by: toggled(state.by, name) },
              )
            }
          />
        )}
      </AddChip>
    </span>
  )
}

/** Return all dimensions by heading; those that don't fit the measures are disabled. */
export function dimensionGroups(
  vocabulary: Vocabulary,
  measures: readonly string[],
): ChoiceGroup[] {
  const choices = vocabulary.dimensions.map((one) => ({
    name: one.name,
    label: dimensionWords(one.name),
    note: one.several ? 'Several values possible' : undefined,
    refused: vocabulary.refusesDimension(one, measures),
    heading: groupOf(one.name, one.extra),
  }))
  const found = groupedBy(choices, ({ heading }) => heading)
  return [...found].map(([heading, choices]) => ({ heading, choices }))
}

const GRAINS = [
  { value: '', label: 'No' },
  { value: 'hour', label: 'Hour' },
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
  { value: 'quarter', label: 'Quarter' },
  { value: 'year', label: 'Year' },
] as const

/** Whether to group by time, and by which interval. */
export function GrainChoice({ state, onChange }: Omit<DimensionChipsProps, 'vocabulary'>) {
  return (
    <Segmented
      label="Time interval"
      options={GRAINS}
      value={state.grain}
      onChange={(grain) => onChange({ grain, order: [] })}
    />
  )
}
