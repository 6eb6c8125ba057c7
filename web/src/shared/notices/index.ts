export { useNoticeCounts, useUnseen } from './counts'
export { badgeOf, KINDS, type NoticeKind, ranked, type Shown as ShownNotice } from './kinds'
export { NoticeRow } from './NoticeRow'
export { NOTICE } from './request'
