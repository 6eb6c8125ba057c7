import { ExpressionField } from '@/shared/filters'
import { Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'
import { Link } from 'wouter'

import { Overlaps, Reached, Sizes } from '../PlanParts'
import { previewed } from '../state'
import { Step } from './Step'
import type { Planning } from './planning'

/** The first step: whom the campaign is for. */
export function Who({ plan, set, preview }: Planning) {
  return (
    <Panel title={<Step at={1}>Who</Step>} lead="An audience, a segment, or an expression of them.">
      <ExpressionField value={plan.segment} onChange={(segment) => set({ segment })} />
      <p className="small sub">
        <Link href={places.segment(plan.segment || undefined)}>Build it from clauses</Link>
      </p>
      {preview ? (
        <>
          <Sizes campaign={preview} />
          <Overlaps campaign={preview} />
          <Reached groups={preview.groups} />
          <p className="small sub">
            Frozen when it starts. Children’s profiles, and people who object to profiling, are
            never in it.
          </p>
        </>
      ) : (
        previewed(plan) && <SkeletonLines lines={5} />
      )}
    </Panel>
  )
}
