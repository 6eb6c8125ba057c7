/** What went wrong, in the words of the service: a code for programs, a hint of what to do. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly code: string
  readonly hint: string
  /** The status of the answer; 0 where there was none. */
  readonly status: number
  /** After how many seconds the service wants to be asked again, if it said so. */
  readonly retryAfter: number | null

  constructor(
    message: string,
    about: { code: string; hint?: string; status?: number; retryAfter?: number | null },
  ) {
    super(message)
    this.code = about.code
    this.hint = about.hint ?? ''
    this.status = about.status ?? 0
    this.retryAfter = about.retryAfter ?? null
  }

  /** Whether asking again soon may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503
  }
}

/** No answer came at all. */
export function unreachable(cause: unknown): ServiceError {
  const error = new ServiceError('The service does not answer.', {
    code: 'unreachable',
    hint: 'Is keyart serve still running? What you see is kept and asked for again.',
  })
  error.cause = cause
  return error
}

interface Told {
  code?: unknown
  message?: unknown
  hint?: unknown
}

/** An answer that is an error, in the one shape of all routes. */
export async function refused(answer: Response): Promise<ServiceError> {
  const retry = Number(answer.headers.get('retry-after'))
  const told = await answer
    .json()
    .then((body: { error?: Told }) => body.error ?? {})
    .catch((): Told => ({}))
  return new ServiceError(text(told.message) || `The service answered ${answer.status}.`, {
    code: text(told.code) || 'internal',
    hint: text(told.hint),
    status: answer.status,
    retryAfter: retry > 0 ? retry : null,
  })
}

/** An error inside an answer of the graph. */
export function failed(error: { message: string; extensions?: Told }): ServiceError {
  return new ServiceError(error.message, {
    code: text(error.extensions?.code) || 'internal',
    hint: text(error.extensions?.hint),
    status: 200,
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
