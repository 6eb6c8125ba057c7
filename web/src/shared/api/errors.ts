const UNREACHABLE = 'unreachable'

/** The statuses of proxies in front of a service that doesn't respond. */
export const GONE: ReadonlySet<number> = new Set([502, 503, 504])

/** An error of the service, with a code and a hint what to do. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  readonly code: string
  readonly hint: string
  /** The HTTP status; 0 without a response. */
  readonly status: number
  /** After how many seconds to retry, if the service says so. */
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

  /** Whether a retry may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503
  }

  /** Whether nothing of ours responded. */
  get unreachable(): boolean {
    return this.code === UNREACHABLE
  }
}

/** Return the error for a missing response. */
export function unreachable(cause: unknown): ServiceError {
  const error = new ServiceError('The service isn’t responding.', {
    code: UNREACHABLE,
    hint: 'Check that keyart serve is running, then try again.',
  })
  error.cause = cause
  return error
}

/** What the service says of an error. */
export interface ErrorDetails {
  code?: unknown
  message?: unknown
  hint?: unknown
}

/** Return whether a response is of the service, rather than of a proxy in front of it. */
export function isOurs(answer: Response): boolean {
  return answer.headers.get('content-type')?.includes('json') ?? false
}

/** Return the error of a response. */
export async function refused(answer: Response): Promise<ServiceError> {
  if (GONE.has(answer.status) && !isOurs(answer)) return unreachable(answer.status)
  const retry = Number(answer.headers.get('retry-after'))
  const details = await answer
    .json()
    .then((body: { error?: ErrorDetails }) => body.error ?? {})
    .catch((): ErrorDetails => ({}))
  return refusal(answer.status, details, retry > 0 ? retry : null)
}

/** Return the error that the service describes by a status and details. */
export function refusal(
  status: number,
  details: ErrorDetails,
  retryAfter: number | null = null,
): ServiceError {
  return new ServiceError(text(details.message) || `The service responded with ${status}.`, {
    code: text(details.code) || 'internal',
    hint: text(details.hint),
    status,
    retryAfter,
  })
}

/** Return an error of a GraphQL response. */
export function failed(error: { message: string; extensions?: ErrorDetails }): ServiceError {
  return new ServiceError(error.message, {
    code: text(error.extensions?.code) || 'internal',
    hint: text(error.extensions?.hint),
    status: 200,
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
