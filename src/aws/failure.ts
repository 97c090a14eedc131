/**
 * Why AWS could not be asked, or said no.
 *
 * - `cannot-observe`: nobody can know what is there now (credentials, rights, network). Nothing may be decided on it.
 * - `missing`, `exists`: as the name says; never an end by itself, see the callers.
 * - `busy`: the state of a resource does not allow the call now, and may later.
 * - `refused`: AWS said no, and would again.
 */
export type AwsReason = 'cannot-observe' | 'missing' | 'exists' | 'busy' | 'refused';

export class AwsFailure extends Error {
  readonly reason: AwsReason;
  /** As the SDK names it, such as `DBInstanceNotFoundFault`. */
  readonly code: string;

  constructor(reason: AwsReason, code: string, message: string) {
    super(message);
    this.reason = reason;
    this.code = code;
  }
}

const credentials =
  /^(?:CredentialsProviderError|TokenProviderError|Expired.*|.*TokenExpired.*|UnrecognizedClient(?:Exception)?|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|RequestExpired|IncompleteSignature|MissingAuthenticationToken\w*)$/;
const denied = /^(?:AccessDenied\w*|UnauthorizedOperation|NotAuthorized\w*|OptInRequired)$/;
const throttled =
  /^(?:Throttl\w*|RequestLimitExceeded|TooManyRequests\w*|TooManyUpdates|RequestThrottled\w*|LimitExceededException)$/;
const missing = /NotFound(?:Fault|Exception)?$|^ServiceNotActiveException$|^ParameterVersionNotFound$/;
const exists = /AlreadyExists(?:Fault)?$/;
const busy =
  /^(?:Invalid\w*StateFault|Invalid\w*State|InsufficientDBInstanceCapacityFault|InsufficientDBClusterCapacityFault|ConflictException)$/;

/** Makes one of ours of whatever the SDK throws; bugs of our own are passed on as they are. */
export function asAwsFailure(error: unknown, call: string, mutating: boolean): unknown {
  if (error instanceof AwsFailure || !(error instanceof Error)) return error;
  if (error.name === 'AbortError') return error;
  if ('code' in error && error.code === 'ERR_INVALID_URL') {
    return new AwsFailure('refused', 'Settings', `${call}: the address in AWS_ENDPOINT_URL is not one`);
  }
  const status = statusOf(error);
  const text = `${call}: ${error.name}${error.message === '' ? '' : `: ${firstLine(error.message)}`}`;
  const make = (reason: AwsReason): AwsFailure => new AwsFailure(reason, error.name, text);
  if (credentials.test(error.name)) return make('cannot-observe');
  if (denied.test(error.name)) return make(mutating ? 'refused' : 'cannot-observe');
  if (throttled.test(error.name)) return make('cannot-observe');
  if (exists.test(error.name)) return make('exists');
  // Of groups and keys that a call names: the call itself is wrong.
  if (/(?:ParameterGroup|SubnetGroup|OptionGroup|KMSKey)/.test(error.name)) return make('refused');
  if (missing.test(error.name)) return make('missing');
  if (busy.test(error.name)) return make('busy');
  if (status === undefined || status >= 500 || isNetwork(error)) return isBug(error) ? error : make('cannot-observe');
  return make('refused');
}

function statusOf(error: Error): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

function isNetwork(error: Error): boolean {
  return (
    error.name === 'TimeoutError' ||
    ('code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code))
  );
}

function isBug(error: Error): boolean {
  return error.name === 'TypeError' || error.name === 'ReferenceError' || error.name === 'RangeError';
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

export function isAws(error: unknown, reason: AwsReason): error is AwsFailure {
  return error instanceof AwsFailure && error.reason === reason;
}
