import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { FeedContext } from '../factory.ts';
import { type FeedResult, failed } from '../feed.ts';
import type { MetadataCache } from '../metadata-cache.ts';
import { shownAddress } from './address.ts';
import { discard, exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';
import { connectionFailure } from './failure.ts';
import { defaultHttpLimits, type HttpLimits } from './limits.ts';
import type { NetworkOptions } from './network.ts';
import type { Attempt, RetryPolicy } from './retry.ts';
import { refusalOf } from './status.ts';

/** What every request of one feed shares. */
export interface HttpClient {
  readonly limits: HttpLimits;
  readonly policy: RetryPolicy;
  readonly metadata: MetadataCache | undefined;
  readonly offline: boolean;
  readonly now: () => number;
  readonly network: () => Promise<FeedResult<Dispatcher>>;
}

export function httpClient(context: FeedContext, ca?: string): HttpClient {
  const limits = { ...defaultHttpLimits, ...context.limits };
  const { root, environment = {} } = context;
  let network: Promise<FeedResult<Dispatcher>> | undefined;
  return {
    limits,
    policy: {
      attempts: limits.attempts,
      retryAfterMs: limits.retryAfterMs,
      wait: context.wait ?? pause,
      random: context.random ?? Math.random,
    },
    metadata: context.metadata,
    offline: context.offline === true,
    now: Date.now,
    network: () => {
      network ??= connect({ root, environment, limits, ...(ca !== undefined && { ca }) });
      return network;
    },
  };
}

/** Loads what speaks HTTP, which only those pay for who ask. */
async function connect(options: NetworkOptions): Promise<FeedResult<Dispatcher>> {
  const { openNetwork } = await import('./network.ts');
  return openNetwork(options);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/**
 * One try of a question. `read` gets every answer whose status is one of `wanted` and owns its body; a connection that
 * breaks while it reads counts as a failed try. Rejects with the reason of an aborted signal, and for bugs.
 */
export async function tryOnce<T>(
  client: HttpClient,
  request: HttpRequest,
  {
    wanted,
    read,
  }: { readonly wanted: readonly number[]; readonly read: (answer: HttpAnswer) => Promise<FeedResult<T>> },
  signal: AbortSignal,
): Promise<Attempt<T>> {
  try {
    const network = await client.network();
    if (!network.ok) return { kind: 'failed', problem: network.problem };
    const answer = await exchange(network.value, request, client.limits.redirects, signal);
    if (!answer.ok) return { kind: 'failed', problem: answer.problem };
    if (!wanted.includes(answer.value.status)) {
      discard(answer.value.body);
      return refusalOf(answer.value, client.now());
    }
    const result = await read(answer.value);
    return result.ok ? { kind: 'done', value: result.value } : { kind: 'failed', problem: result.problem };
  } catch (error) {
    signal.throwIfAborted();
    return brokenAttempt(error, request.url);
  }
}

/** A broken connection as a try; anything else is a bug and thrown on. */
function brokenAttempt(error: unknown, url: URL): Attempt<never> {
  const failure = connectionFailure(error, shownAddress(url));
  if (failure === undefined) throw error;
  return { kind: failure.passing ? 'again' : 'failed', problem: failure.problem };
}

export function offlineProblem(url: URL): FeedResult<never> {
  return failed({ kind: 'offline', what: shownAddress(url) });
}
