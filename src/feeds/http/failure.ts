import type { FeedProblem } from '../problem.ts';

/** What certificates fail with: OpenSSL's names as Node reports them. */
const CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA)$/;

/** What may pass by itself. */
const PASSING =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN|EPROTO|UND_ERR_SOCKET|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_CLOSED|UND_ERR_DESTROYED|UND_ERR_PRX_TLS|Z_BUF_ERROR)$/;

const LASTING = /^(?:ENOTFOUND|HPE_\w+|UND_ERR_HEADERS_OVERFLOW|UND_ERR_ABORTED|Z_DATA_ERROR|ERR_SSL_\w+)$/;

export interface ConnectionFailure {
  readonly problem: FeedProblem;
  /** True when another try may go better. */
  readonly passing: boolean;
}

/** What a broken connection means; undefined for an error that is not one, which is a bug and thrown on. */
export function connectionFailure(error: unknown, where: string): ConnectionFailure | undefined {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return undefined;
  const detail = `${where}: ${wordsFor(code) ?? (error.message || code)}`;
  if (CERTIFICATE.test(code)) return { problem: { kind: 'untrusted', detail }, passing: false };
  if (PASSING.test(code)) return { problem: { kind: 'unreachable', detail }, passing: true };
  if (LASTING.test(code)) return { problem: { kind: 'unreachable', detail }, passing: false };
  return undefined;
}

/** Several addresses of one host fail together: the first of their errors stands for all. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function wordsFor(code: string): string | undefined {
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'no connection in time';
    case 'UND_ERR_HEADERS_TIMEOUT':
      return 'no answer in time';
    case 'UND_ERR_BODY_TIMEOUT':
      return 'the answer stopped coming';
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return 'the connection broke';
    default:
      return undefined;
  }
}
