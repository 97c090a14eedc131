import type { AwsClock } from './options.ts';

/** How many calls a second each service takes from us, per account and region; below what AWS allows, for others call too. */
const perSecond = { rds: 8, ecs: 15, ssm: 20, 'rds write': 3, 'ecs write': 5, 'ssm write': 2.5 } as const;
const burst = 2;

export type RateClass = keyof typeof perSecond;

/** Lets calls through at an even pace, with short bursts. */
export class Rate {
  readonly #clock: AwsClock;
  /** When the next call of a class may go, in milliseconds since 1970, if it came alone. */
  readonly #next = new Map<RateClass, number>();

  constructor(clock: AwsClock) {
    this.#clock = clock;
  }

  async pass(kind: RateClass, signal: AbortSignal): Promise<void> {
    const pause = 1000 / perSecond[kind];
    const now = this.#clock.now();
    const own = Math.max(this.#next.get(kind) ?? 0, now - pause * burst);
    this.#next.set(kind, own + pause);
    if (own > now) await this.#clock.sleepUntil(own, signal);
  }
}
