import type { Clock } from './ports.ts';

/** Calls back every `interval` milliseconds, or earlier when somebody asked for it. The only timer of a host. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #beat: () => void;
  readonly #onError: (error: unknown) => void;
  #wakeAt = Number.POSITIVE_INFINITY;
  #sleep: { readonly until: number; readonly alarm: AbortController } | undefined;
  #stopped = false;

  constructor(clock: Clock, interval: number, beat: () => void, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#beat = beat;
    this.#onError = onError;
  }

  start(): void {
    this.#run().catch(this.#onError);
  }

  /** Beats at that time at the latest. */
  wakeAt(time: number): void {
    this.#wakeAt = Math.min(this.#wakeAt, time);
    if (this.#sleep !== undefined && time < this.#sleep.until) this.#sleep.alarm.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#sleep?.alarm.abort();
  }

  async #run(): Promise<void> {
    let next = this.#clock.now() + this.#interval;
    while (!this.#stopped) {
      const until = Math.min(next, this.#wakeAt);
      const alarm = new AbortController();
      this.#sleep = { until, alarm };
      await this.#clock.sleepUntil(until, alarm.signal);
      this.#sleep = undefined;
      const now = this.#clock.now();
      if (this.#stopped || (now < next && now < this.#wakeAt)) continue;
      if (now >= this.#wakeAt) this.#wakeAt = Number.POSITIVE_INFINITY;
      if (now >= next) next = now + this.#interval;
      this.#beat();
    }
  }
}
