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

/** A word or measure, and what it means in this store. */
export type GlossaryTerm = ResultOf<typeof GLOSSARY>['glossary'][number]

/** Return how to look a word up by its key or itself: take_rate, "take rate". */
export function useGlossary(): (word: string) => GlossaryTerm | null {
  const { data } = useAsk(GLOSSARY, {})
  return (word) => {
    const wanted = word.toLowerCase()
    return data?.glossary.find(({ key, name }) => key === wanted || name === wanted) ?? null
  }
}
