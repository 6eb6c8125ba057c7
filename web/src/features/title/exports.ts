import { ASKED } from './figures'
import { asking, type Scope } from './useTitle'
import { exportLink } from '@/shared/api'

/** A file to export: all rows of a question, uncapped. */
export interface ExportFile {
  name: string
  csv: string
  parquet: string
}

/** Return the files of a view. */
export function filesOf(scope: Scope): readonly ExportFile[] {
  const measures = ASKED.filter((measure) => !measure.startsWith('h'))
  const few = ['reach', 'viewers', scope.measure]
  const common = { ...asking(scope), labels: true }
  return [
    fileOf('Assets', { ...common, measures, by: ['asset'] }),
    fileOf('Assets over time', { ...common, measures: few, by: ['asset'], grain: scope.grain }),
    fileOf('Assets by audience', { ...common, measures: few, by: ['audience', 'asset'] }),
    fileOf('Assets by country', { ...common, measures: few, by: ['country', 'asset'] }),
  ]
}

function fileOf(name: string, question: object): ExportFile {
  return { name, csv: exportLink(question, 'csv'), parquet: exportLink(question, 'parquet') }
}
