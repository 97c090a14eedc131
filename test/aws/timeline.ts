import type { Clock } from '../../src/run/ports.ts';
import type { AwsWorld } from '../support/aws/world.ts';

interface Sleeper {
  readonly time: number;
  readonly process: TestProcess;
  readonly wake: () => void;
}

/** One process of ours: it has the time of the world, until somebody kills it. */
export class TestProcess {
  readonly name: string;
  readonly clock: Clock;
  readonly died: Promise<'killed'>;
  dead = false;
  #tell: (killed: 'killed') => void = () => {};

  constructor(name: string, timeline: Timeline) {
    this.name = name;
    this.died = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.clock = { now: timeline.now, sleepUntil: (time, signal) => timeline.sleep(this, time, signal) };
  }

  /** As `kill -9`: nothing of it ever goes on. */
  kill(): void {
    this.dead = true;
    this.#tell('killed');
  }
}

/** Time passes only when every process sleeps: it jumps to the next alarm, and the imitated AWS goes along. */
export class Timeline {
  readonly #world: AwsWorld;
  #sleepers: Sleeper[] = [];
  #pumping = false;
  /** Calls that wait for an answer or for their next try. */
  #busy = 0;

  constructor(world: AwsWorld) {
    this.#world = world;
  }

  readonly now = (): number => this.#world.now;

  process(name: string): TestProcess {
    return new TestProcess(name, this);
  }

  /** Time stands still meanwhile. What a dead process asks is never answered. */
  async whileAlive<T>(process: TestProcess, work: () => Promise<T | undefined>): Promise<T> {
    this.#busy += 1;
    try {
      const answer = process.dead ? undefined : await work();
      if (answer !== undefined) return answer;
    } finally {
      this.#busy -= 1;
      this.#pump();
    }
    return new Promise<never>(() => {});
  }

  sleep(process: TestProcess, time: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const sleeper = { time, process, wake: done };
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', done);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    let quiet = 0;
    const turn = (): void => {
      quiet = this.#busy > 0 ? 0 : quiet + 1;
      if (quiet < 4) {
        setImmediate(turn);
        return;
      }
      this.#pumping = false;
      this.#jump();
    };
    setImmediate(turn);
  }

  #jump(): void {
    this.#sleepers = this.#sleepers.filter(({ process }) => !process.dead);
    const next = Math.min(...this.#sleepers.map(({ time }) => time));
    if (!Number.isFinite(next)) return;
    this.#world.advanceTo(next);
    const due = this.#sleepers.filter(({ time }) => time <= this.#world.now);
    this.#sleepers = this.#sleepers.filter(({ time }) => time > this.#world.now);
    for (const { wake } of due) wake();
    if (this.#sleepers.length > 0) this.#pump();
  }
}
