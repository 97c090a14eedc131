import type { Clock } from '../../src/run/ports.ts';

interface Sleeper {
  readonly time: number;
  readonly wake: () => void;
}

/** Time that passes only when everybody sleeps: it jumps to the next alarm once the process has nothing else to do. */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #pumping = false;

  constructor(start = Date.parse('2026-11-20T12:00:00Z')) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  sleepUntil(time: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { time, wake: resolve };
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        resolve();
      });
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    let quiet = 0;
    const turn = (): void => {
      quiet++;
      if (quiet < 5) {
        setImmediate(turn);
        return;
      }
      this.#pumping = false;
      const next = Math.min(...this.#sleepers.map((sleeper) => sleeper.time));
      if (!Number.isFinite(next)) return;
      this.#now = Math.max(this.#now, next);
      const due = this.#sleepers.filter((sleeper) => sleeper.time <= this.#now);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.time > this.#now);
      for (const sleeper of due) sleeper.wake();
      if (this.#sleepers.length > 0) this.#pump();
    };
    setImmediate(turn);
  }
}
