import { performance } from 'node:perf_hooks';
import type { Clock } from '../run/ports.ts';

/** Timers cannot be longer than this many milliseconds; longer waits are made of several. */
const longestTimer = 2_147_483_647;

export function realClock(now: () => number): Clock {
  return { now, sleepUntil: (time, signal) => sleepUntil(now, time, signal), elapsed: () => performance.now() };
}

async function sleepUntil(now: () => number, time: number, signal: AbortSignal): Promise<void> {
  for (let left = time - now(); left > 0 && !signal.aborted; left = time - now()) {
    await pause(Math.min(left, longestTimer), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
