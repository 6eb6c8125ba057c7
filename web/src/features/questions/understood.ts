import { Answer, type Given } from './answer'

const made = new WeakMap<Given, Answer>()

/** Return an answer as one works with it: the same object for the same answer. */
export function understood(given: Given): Answer {
  const answer = made.get(given) ?? new Answer(given)
  made.set(given, answer)
  return answer
}
