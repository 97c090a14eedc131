import { shownAddress } from './address.ts';
import type { HttpAnswer } from './exchange.ts';
import type { Attempt } from './retry.ts';
import { retryAfterMs } from './retry.ts';

/** What a status that brings no content means. 404 and 410 are for the caller to read, and not given here. */
export function refusalOf({ status, headers, url, anonymous }: HttpAnswer, now: number): Attempt<never> {
  const detail = `${shownAddress(url)} answered ${status}`;
  if (status === 401) return { kind: 'failed', problem: { kind: 'unauthorised', detail, anonymous } };
  if (status === 407)
    return { kind: 'failed', problem: { kind: 'unreachable', detail: `${detail}: the proxy refuses` } };
  if (status === 403) return { kind: 'failed', problem: { kind: 'forbidden', detail, anonymous } };
  const afterMs = retryAfterMs(headers['retry-after'], now);
  const later = afterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(afterMs / 1000) };
  const again = afterMs === undefined ? {} : { afterMs };
  if (status === 429) return { kind: 'again', problem: { kind: 'rate-limited', detail, ...later }, ...again };
  if (status === 408 || status >= 500) {
    return { kind: 'again', problem: { kind: 'unreachable', detail, ...later }, ...again };
  }
  return { kind: 'failed', problem: { kind: 'malformed', detail } };
}
