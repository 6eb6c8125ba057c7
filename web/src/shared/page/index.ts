export { lazily } from './lazily'
export { SkeletonPage } from './SkeletonPage'
export { type Place, usePage, usePlace } from './usePage'
export { printReport } from './report'
