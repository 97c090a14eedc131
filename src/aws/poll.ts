import type { AwsClock } from './options.ts';

export interface Polling {
  readonly clock: AwsClock;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly every: number;
}

/** Thrown when a person, a time-out or the end of the process says stop. What was begun in AWS goes on there. */
export class Stopped extends Error {}

/**
 * Looks until there is an answer. Everybody polls at the same moments, so that what a hundred tenants ask becomes a few
 * calls (batch.ts). There is no limit of time here: the step has one.
 */
export async function poll<T>({ clock, signal, every }: Polling, look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    if (signal.aborted) throw new Stopped('stopped');
    const answer = await look();
    if (answer !== undefined) return answer;
    await clock.sleepUntil(nextMoment(clock.now(), every), signal);
  }
}

function nextMoment(now: number, every: number): number {
  return (Math.floor(now / every) + 1) * every;
}

export async function pause({ clock, signal }: Pick<Polling, 'clock' | 'signal'>, milliseconds: number): Promise<void> {
  await clock.sleepUntil(clock.now() + milliseconds, signal);
  if (signal.aborted) throw new Stopped('stopped');
}
