import { setMaxListeners } from 'node:events';
import type { FeedResult } from '../feed.ts';
import type { HttpClient } from '../http/client.ts';
import { connectionFailure } from '../http/failure.ts';
import { type Attempt, retrying } from '../http/retry.ts';
import { FeedFailure } from '../problem.ts';

/** Asks S3, with tries; undefined for what is not there. Rejects with the reason of an aborted signal, and for bugs. */
export async function tryS3<T>(
  client: HttpClient,
  where: string,
  ask: () => Promise<T>,
  signal: AbortSignal,
): Promise<FeedResult<T | undefined>> {
  setMaxListeners(0, signal);
  const tryOnce = async (): Promise<Attempt<T | undefined>> => {
    signal.throwIfAborted();
    try {
      return { kind: 'done', value: await ask() };
    } catch (error) {
      signal.throwIfAborted();
      return refusalOf(error, where);
    }
  };
  return retrying(tryOnce, client.policy, signal);
}

const BAD_CREDENTIALS =
  /^(?:CredentialsProviderError|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired|UnauthorizedAccess)$/;

function refusalOf(error: unknown, where: string): Attempt<undefined> {
  if (error instanceof FeedFailure) return { kind: 'failed', problem: error.problem };
  const failure = connectionFailure(error, where);
  if (failure !== undefined) return { kind: failure.passing ? 'again' : 'failed', problem: failure.problem };
  if (!(error instanceof Error)) throw error;
  const status = statusOf(error);
  const detail = `${where}: ${error.name}${status === undefined ? '' : ` (${status})`}`;
  if (BAD_CREDENTIALS.test(error.name) || status === 401) {
    return {
      kind: 'failed',
      problem: { kind: 'unauthorised', detail, anonymous: error.name === 'CredentialsProviderError' },
    };
  }
  if (error.name === 'NoSuchBucket')
    return { kind: 'failed', problem: { kind: 'malformed', detail: `${where}: there is no such bucket` } };
  if (status === undefined) throw error;
  if (status === 404) return { kind: 'done', value: undefined };
  if (status === 403) return { kind: 'failed', problem: { kind: 'forbidden', detail, anonymous: false } };
  if (status === 429 || error.name === 'SlowDown') return { kind: 'again', problem: { kind: 'rate-limited', detail } };
  if (status >= 500) return { kind: 'again', problem: { kind: 'unreachable', detail } };
  const hint = status === 301 ? ', which means that the bucket is in another region' : '';
  return { kind: 'failed', problem: { kind: 'malformed', detail: `${detail}${hint}` } };
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata && typeof $metadata.httpStatusCode === 'number'
    ? $metadata.httpStatusCode
    : undefined;
}
