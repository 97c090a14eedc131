import { setTimeout as sleep } from 'node:timers/promises';

const firstPauseMs = 10;
const longestPauseMs = 500;

/** Looks again and again, less and less often, until `settled` or aborted; returns what was seen last. */
export async function poll<T>(look: () => T, settled: (seen: T) => boolean, abort: AbortSignal): Promise<T> {
  let seen = look();
  for (let pause = firstPauseMs; !settled(seen) && !abort.aborted; pause = Math.min(pause * 1.5, longestPauseMs)) {
    await sleep(pause, undefined, { signal: abort }).catch(() => {}); // Aborted: the loop ends.
    seen = look();
  }
  return seen;
}
