import { graphql, type ResultOf, useAsk } from '@/shared/api'

const GLOSSARY = graphql(`
  query Glossary {
    glossary {
      key
      name
      definition
      more
    }
  }
`)

/** A term or measure, and its definition in this store. */
export type GlossaryTerm = ResultOf<typeof GLOSSARY>['glossary'][number]

/** Return a function that finds a term by key or name: take_rate, "take rate". */
export function useGlossary(): (word: string) => GlossaryTerm | null {
  const { data } = useAsk(GLOSSARY, {})
  return (word) => {
    const wanted = word.toLowerCase()
    return data?.glossary.find(({ key, name }) => key === wanted || name === wanted) ?? null
  }
}
