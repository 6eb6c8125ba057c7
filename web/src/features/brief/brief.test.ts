import { expect, test } from 'vitest'

import { actionOf } from './brief'

test('a finding is told as what to do, in the words of the sheet', () => {
  expect(actionOf({ finding: 'UNDER_SERVED', value: 'crime' })).toBe('Make or license crime')
  expect(actionOf({ finding: 'OVER_SERVED', value: 'drama' })).toBe('Make less drama')
  expect(actionOf({ finding: 'ONE_TITLE', value: 'docs' })).toBe('Wait before buying more docs')
})
