import type { Plan } from '../../src/plan/model.ts';
import { nodeAddress } from '../../src/run/address.ts';
import type { AttemptOutcome, JournalRecord, RunEvent } from '../../src/run/events.ts';
import { graphsOf } from '../../src/run/graph-shape.ts';
import { openRun } from '../../src/run/host.ts';
import type { HostOptions, RunHandle, RunResult } from '../../src/run/host-types.ts';
import type {
  Clock,
  ExecuteRequest,
  JournalWriter,
  Observation,
  StepExecutor,
  StopRequest,
} from '../../src/run/ports.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { VirtualClock } from './virtual-clock.ts';

export const runner = { host: 'here', pid: 1, start: 's', user: 'u' };

export type Script = (
  node: string,
  attempt: number,
) => AttemptOutcome | { readonly after: number; readonly outcome: AttemptOutcome };
export const fine: AttemptOutcome = { kind: 'succeeded' };
export const no: AttemptOutcome = { kind: 'failed', message: 'no' };

/** Machines out there: they remember tickets, and go on when the runner dies. */
export class World implements StepExecutor {
  readonly executions: { readonly node: string; readonly ticket: string; readonly at: number }[] = [];
  readonly outcomes = new Map<string, AttemptOutcome>();
  readonly undone: string[] = [];
  readonly requests = new Map<string, ExecuteRequest>();
  most = 0;
  #running = 0;
  readonly #plan: Plan;
  readonly #clock: Clock;
  readonly #graphOf: ReturnType<typeof graphsOf>;
  script: Script;
  undoable: (node: string) => boolean = () => false;
  undoScript: (node: string) => AttemptOutcome = () => fine;
  observeScript: ((node: string) => Observation) | undefined;

  constructor(plan: Plan, clock: Clock, script: Script) {
    this.#plan = plan;
    this.#clock = clock;
    this.#graphOf = graphsOf(plan);
    this.script = script;
  }

  address(lane: number, node: number): string {
    const plan = this.#plan.lanes[lane];
    if (plan === undefined) throw new Error('no lane');
    return nodeAddress(plan, this.#plan.processes[plan.process]?.steps ?? [], this.#graphOf(lane), node);
  }

  async execute(request: ExecuteRequest, { signal }: StopRequest): Promise<AttemptOutcome> {
    const node = this.address(request.lane, request.node);
    const known = this.outcomes.get(request.ticket);
    if (known !== undefined) return known;
    this.executions.push({ node, ticket: request.ticket, at: this.#clock.now() });
    this.requests.set(request.ticket, request);
    this.most = Math.max(this.most, ++this.#running);
    const scripted = this.script(node, request.attempt);
    if ('after' in scripted) await this.#clock.sleepUntil(this.#clock.now() + scripted.after, signal);
    this.#running--;
    if (signal.aborted) return { kind: 'cancelled' };
    const outcome = 'after' in scripted ? scripted.outcome : scripted;
    this.outcomes.set(request.ticket, outcome);
    return outcome;
  }

  async observe(request: ExecuteRequest): Promise<Observation> {
    const scripted = this.observeScript?.(this.address(request.lane, request.node));
    if (scripted !== undefined) return scripted;
    const outcome = this.outcomes.get(request.ticket);
    return outcome === undefined ? { kind: 'never-started' } : { kind: 'finished', outcome };
  }

  canUndo(lane: number, node: number): boolean {
    return this.undoable(this.address(lane, node));
  }

  async undo(request: ExecuteRequest): Promise<AttemptOutcome> {
    const node = this.address(request.lane, request.node);
    this.undone.push(node);
    return this.undoScript(node);
  }
}

/** A store whose journal can be read, cut and broken. */
export class JournalStore extends MemoryStore {
  readonly records: JournalRecord[] = [];
  readonly #clock: Clock;
  /** Fails every write after so many records. */
  failAfter = Number.POSITIVE_INFINITY;
  durable = 0;
  writes = 0;

  constructor(clock: Clock, records: readonly JournalRecord[] = []) {
    super(clock.now);
    this.#clock = clock;
    this.records.push(...records);
    this.durable = records.length;
  }

  override async openJournal() {
    const cutBytes = 0;
    return { kind: 'opened', writer: this.#journal(), records: [...this.records], previous: '', cutBytes } as const;
  }

  #journal(): JournalWriter {
    return {
      append: (event: RunEvent) => {
        const seq = this.records.length + 1;
        const at = new Date(this.#clock.now()).toISOString();
        const record: JournalRecord = { v: 1, seq, at, event };
        this.records.push(record);
        return record;
      },
      flush: async () => {
        const upTo = this.records.length;
        if (upTo > this.failAfter) throw new Error('ENOSPC: no space left on device');
        await new Promise((resolve) => setImmediate(resolve));
        this.durable = upTo;
        this.writes++;
      },
      close: async () => {},
    };
  }
}

export interface Simulation {
  readonly clock: VirtualClock;
  readonly store: JournalStore;
  readonly world: World;
  readonly handle: RunHandle;
  readonly result: Promise<RunResult>;
  events(): readonly RunEvent[];
}

export interface SimulationOptions extends Partial<HostOptions> {
  readonly plan: Plan;
  readonly script?: Script;
  readonly records?: readonly JournalRecord[];
  readonly world?: World;
  readonly clock?: VirtualClock;
  readonly prepare?: (store: JournalStore, world: World) => void;
}

export function simulate(options: SimulationOptions): Simulation {
  const { plan, script = () => fine, records = [], prepare, ...rest } = options;
  const clock = options.clock ?? new VirtualClock();
  const store = new JournalStore(clock, records);
  const world = options.world ?? new World(plan, clock, script);
  prepare?.(store, world);
  const handle = openRun({
    run: 'run1',
    planDigest: 'digest',
    store,
    executor: world,
    runner,
    parallel: 8,
    ...rest,
    plan,
    clock,
  });
  return { clock, store, world, handle, result: handle.result, events: () => store.records.map((one) => one.event) };
}

/** Order of things as short words, such as `start a@prod/app/x`. */
export function story(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'attempt-started':
        return [`start ${event.node}`];
      case 'attempt-finished':
        return [`${event.outcome.kind} ${event.node}`];
      case 'lane-started':
        return [`lane ${event.lane}`];
      case 'lane-finished':
        return [`${event.end} lane ${event.lane}`];
      case 'barrier-opened':
        return [`open ${event.step} ${event.wave}`];
      case 'run-finished':
        return [`run ${event.end}`];
      case 'gate-opened':
        return [`gate ${event.gate}`];
      case 'gate-resolved':
        return [`${event.decision} ${event.gate}`];
      case 'run-paused':
        return ['paused'];
      case 'run-blocked':
        return ['blocked'];
      case 'undo-started':
        return [`undo ${event.node}`];
      default:
        return [];
    }
  });
}
