import type { Message, Post, Posted } from './post.ts';

export interface Patience {
  readonly post: Post;
  /** Resolves after so many milliseconds, or when the signal fires. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Pauses between tries, in milliseconds: one try more than there are pauses. */
  readonly pauses: readonly number[];
}

/** Sends a message, again if the server cannot be reached or is busy, and no longer than the signal lets it. */
export async function deliver(
  message: Message,
  { post, sleep, pauses }: Patience,
  signal: AbortSignal,
): Promise<Posted> {
  for (const pause of pauses) {
    const posted = await post(message, signal);
    if (posted.kind !== 'unreachable' || signal.aborted) return posted;
    await sleep(pause, signal);
  }
  return post(message, signal);
}
