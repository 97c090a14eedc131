import type { FeedResult } from '../feed.ts';
import { FeedFailure, type FeedProblem } from '../problem.ts';
import { connectionFailure } from './failure.ts';
import { backoff, type RetryPolicy } from './retry.ts';

/** A body, or the rest of one. */
export interface Part {
  readonly body: AsyncIterable<Uint8Array>;
  /** Offset of its first byte in the whole. */
  readonly start: number;
  /** Bytes of the whole, where the server says so. */
  readonly size?: number;
  /** Changes when the bytes do: a strong ETag or a date of change. Without it, nothing is resumed. */
  readonly validator?: string;
}

/** Opens the rest of a body from `offset`; a server that cannot may start again at 0. */
export type OpenRest = (offset: number, validator: string) => Promise<FeedResult<Part>>;

export interface ResumeOptions {
  /** For messages. */
  readonly what: string;
  /** Bytes after which the body is refused. */
  readonly limit: number;
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
}

/** All bytes of a body, over as many connections as that takes. Throws FeedFailure when they cannot be had. */
export async function* resumed(first: Part, openRest: OpenRest, options: ResumeOptions): AsyncGenerator<Uint8Array> {
  const { policy, signal, what } = options;
  let offset = 0;
  let failures = 0;
  let part = first;
  for (;;) {
    const before = offset;
    const broken = yield* onePart(part, offset, options, (bytes) => {
      offset += bytes;
    });
    if (broken === undefined) return;
    failures = offset > before ? 1 : failures + 1;
    const { validator } = first;
    if (validator === undefined || failures >= policy.attempts) throw new FeedFailure(broken);
    await policy.wait(backoff(failures, policy), signal);
    const rest = await openRest(offset, validator);
    if (!rest.ok) throw new FeedFailure(rest.problem);
    if (rest.value.validator !== validator || rest.value.start > offset) throw changed(what);
    part = rest.value;
  }
}

/** Gives the bytes from `offset` on. Returns undefined at the end, or why it broke off. */
async function* onePart(
  { body, start, size }: Part,
  offset: number,
  { what, limit, signal }: ResumeOptions,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, FeedProblem | undefined> {
  let position = start;
  try {
    for await (const chunk of body) {
      const fresh = position < offset ? chunk.subarray(offset - position) : chunk;
      position += chunk.length;
      if (position > Math.min(limit, size ?? limit))
        throw new FeedFailure({ kind: 'too-large', what, limit: size ?? limit });
      if (fresh.length === 0) continue;
      count(fresh.length);
      yield fresh;
    }
  } catch (error) {
    signal.throwIfAborted();
    const failure = connectionFailure(error, what);
    if (failure === undefined) throw error;
    if (!failure.passing) throw new FeedFailure(failure.problem);
    return failure.problem;
  }
  if (size === undefined || position >= size) return undefined;
  return { kind: 'unreachable', detail: `${what}: ${size - position} of ${size} bytes are missing` };
}

function changed(what: string): FeedFailure {
  return new FeedFailure({ kind: 'malformed', detail: `${what} changed while it was being read` });
}

/** Makes a thrown FeedFailure a value again; throws everything else on. */
export function asFailed(error: unknown): { readonly ok: false; readonly problem: FeedProblem } {
  if (error instanceof FeedFailure) return { ok: false, problem: error.problem };
  throw error;
}
