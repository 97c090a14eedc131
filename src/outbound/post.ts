import { defaultHttpLimits } from '../feeds/http/limits.ts';
import { openNetwork } from '../feeds/http/network.ts';

/** One message to somebody else's server. */
export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `reason` names the server at most: an address may hold a secret. */
export type Posted = { readonly kind: 'taken' } | { readonly kind: 'refused' | 'unreachable'; readonly reason: string };

export type Post = (message: Message, signal: AbortSignal) => Promise<Posted>;

export interface PostOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long one try may take. */
  readonly timeoutMs: number;
}

/**
 * Sends through the proxies and with the certificates that the environment names. Never rejects. A redirect is refused:
 * it would take the message, and what is secret about it, to a place that nobody chose.
 */
export function createPost({ root, environment, timeoutMs }: PostOptions): Post {
  const limits = { ...defaultHttpLimits, connectMs: timeoutMs, firstByteMs: timeoutMs };
  let network: ReturnType<typeof openNetwork> | undefined;
  return async ({ url, headers, body }, signal) => {
    try {
      network ??= openNetwork({ root, environment, limits });
      const opened = await network;
      if (!opened.ok) return { kind: 'refused', reason: 'a certificate file of the environment cannot be read' };
      const { origin, pathname, search } = new URL(url);
      const answer = await opened.value.request({
        origin,
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'release', ...headers },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body.dump();
      return judged(answer.statusCode);
    } catch (error) {
      return { kind: 'unreachable', reason: reasonOf(error, signal) };
    }
  };
}

function judged(status: number): Posted {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  return { kind: isPassing ? 'unreachable' : 'refused', reason: `it answered ${status}` };
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'there was no time left';
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '' ? 'it could not be reached' : `it could not be reached (${code})`;
}
