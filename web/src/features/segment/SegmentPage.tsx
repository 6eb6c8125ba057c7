import { navigate } from 'wouter/use-browser-location'
import {
  calledOf,
  read,
  useNames,
  write,
  type Expression as Rule,
  inWords,
  type Names,
} from '@/shared/expression'
import { useCheck, type Check, Expression, useKeepFilters, Wrong } from '@/shared/filters'
import { useShortcuts } from '@/shared/keys'
import { usePage } from '@/shared/page'
import { ButtonLink, PageHeader, Panel, Segmented } from '@/shared/ui'
import { places, useUrlState, choice, optional, text } from '@/shared/url'
import { ClauseList } from './ClauseList'
import { clausesOf, textOf } from './clauses'
import { LiveSize } from './LiveSize'
import { SaveForm } from './SaveForm'
import styles from './SegmentPage.module.css'
import { TextEditor } from './TextEditor'

/** The state in the address: /segment?audience=affinity:heist-thrillers&name=segment:fans&as=text */
const STATE = {
  /** The expression. */
  audience: text(),
  /** The name of the edited segment; null for a new one. */
  name: optional(),
  /** Whether the rule is edited as clauses or as text. */
  as: choice(['clauses', 'text'], 'clauses'),
}

/** Build a segment from clauses or as text, with its size after each clause. */
export default function SegmentPage() {
  const [{ audience: text, name, as }, set] = useUrlState(STATE)
  const rule = read(text)
  // In its canonical form, as the text of its last clause.
  const usual = rule ? write(rule) : text.trim()
  const names = useNames(rule)
  const checked = useCheck(usual)
  const { check, checking } = checked
  const clauses = usual === '' ? [] : rule && clausesOf(rule)
  const written = as === 'text' || clauses === null
  const compare = useKeepFilters()(places.compare([], usual))
  const heading = name ? `Segment ${calledOf(name, null)}` : 'New segment'
  usePage(heading, [{ name: 'Audiences', href: places.audiences }])
  const valid = check?.valid === true && !checking
  useShortcuts('Segment', [
    {
      keys: 'e',
      does: 'Edit the rule as text',
      run: () => set({ as: written ? 'clauses' : 'text' }),
    },
    {
      keys: 'a',
      does: 'Add a clause',
      run: () => document.getElementById('add-clause')?.querySelector('button')?.click(),
    },
    {
      keys: 'c',
      does: 'Compare within this segment',
      run: () => navigate(compare),
    },
  ])
  return (
    <>
      <PageHeader
        title={heading}
        answer={<Answer rule={rule} names={names} check={check} />}
        actions={
          valid && (
            <ButtonLink href={compare} icon="compare" kbd="C">
              Compare within it
            </ButtonLink>
          )
        }
      />
      <div className={styles.sides}>
        <Panel
          title="Rule"
          lead={
            written
              ? 'Names, and, or, not, parentheses.'
              : 'Each clause shows how many people are left.'
          }
          actions={
            <Segmented
              label="Edit as"
              options={[
                { value: 'clauses', label: 'Clauses' },
                { value: 'text', label: 'Text' },
              ]}
              value={written ? 'text' : 'clauses'}
              onChange={(as) => set({ as })}
            />
          }
        >
          {written ? (
            <TextEditor
              text={text}
              nested={clauses === null && rule !== null}
              unread={rule === null && usual !== '' && as !== 'text'}
              onChange={(audience) => set({ audience }, { replace: true })}
            />
          ) : (
            <>
              <ClauseList
                clauses={clauses}
                names={names}
                onChange={(next) => set({ audience: textOf(next) })}
              />
              <RuleText text={usual} check={check} onMend={(audience) => set({ audience })} />
            </>
          )}
        </Panel>
        <div className={styles.stack}>
          <LiveSize text={usual} checked={checked} />
          {usual !== '' && <SaveForm text={usual} name={name} valid={valid} />}
        </div>
      </div>
    </>
  )
}

interface AnswerProps {
  rule: Rule | null
  names: Names
  check: Check | null
}

/** The rule in a sentence. */
function Answer({ rule, names, check }: AnswerProps) {
  if (check?.valid === false) return <p>The rule is incomplete.</p>
  if (rule) return <p>{inWords(rule, names)}.</p>
  if (check?.valid) return <p>People who match the rule below.</p>
  return <p>A rule over tastes, attributes and behaviour. Its size updates as you build it.</p>
}

interface RuleTextProps {
  text: string
  check: Check | null
  onMend: (text: string) => void
}

/** The rule as text, below its clauses. */
function RuleText({ text, check, onMend }: RuleTextProps) {
  if (text === '') return null
  return (
    <div className={styles.text}>
      {check?.problem ? (
        <Wrong problem={check.problem} text={text} onMend={onMend} />
      ) : (
        <Expression text={text} />
      )}
    </div>
  )
}
