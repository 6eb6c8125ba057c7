import { Answer, type Given } from './answer'

const made = new WeakMap<Given, Answer>()

/** Return an answer by its columns: the same object for the same data. */
export function understood(given: Given): Answer {
  const answer = made.get(given) ?? new Answer(given)
  made.set(given, answer)
  return answer
}
