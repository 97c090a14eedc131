import type { Plan, PlanLane, PlanStep } from '../../plan/model.ts';
import { AddressBook } from '../../run/address.ts';
import type { AttemptOutcome, JournalRecord, LaneEnd, RunEvent } from '../../run/events.ts';
import { type GraphOf, graphsOf } from '../../run/graph-shape.ts';
import { spanIdOf } from './context.ts';
import { isError, type Result, resultOfAttempt, resultOfLane, resultOfRun } from './results.ts';
import type { Span, SpanEvent } from './span.ts';

interface OpenSpan {
  readonly spanId: string;
  readonly start: number;
}

interface OpenRun extends OpenSpan {
  readonly links: readonly string[];
  readonly events: SpanEvent[];
}

interface OpenLane extends OpenSpan {
  readonly parentId: string | undefined;
  /** By node address. */
  readonly steps: Map<string, OpenStep>;
}

interface OpenStep extends OpenSpan {
  attempts: number;
  end: number;
  outcome: AttemptOutcome | undefined;
}

type Attributes = Span['attributes'];
type Attempt = Extract<RunEvent, { readonly type: 'attempt-started' | 'undo-started' }>;
type AttemptEnd = Extract<RunEvent, { readonly type: 'attempt-finished' | 'undo-finished' }>;

/**
 * The spans of a run, from its journal: run, deployment, step, attempt. It asks no clock and makes no random names, so
 * that a process that takes a run up makes the very spans that the one before would have made.
 */
export class Tracer {
  readonly #plan: Plan;
  readonly #traceId: string;
  readonly #parentId: string | undefined;
  readonly #graphOf: GraphOf;
  readonly #addresses: AddressBook;
  readonly #waves: ReadonlyMap<number, string>;
  readonly #lanes = new Map<string, OpenLane>();
  readonly #lanesSeen = new Map<string, number>();
  /** Tickets of attempts under way, by node address. */
  readonly #attempts = new Map<string, OpenSpan & { readonly ticket: string }>();
  #run: OpenRun | undefined;
  #runId = '';
  #runsSeen = 0;

  constructor(plan: Plan, traceId: string, parentId: string | undefined) {
    this.#plan = plan;
    this.#traceId = traceId;
    this.#parentId = parentId;
    this.#graphOf = graphsOf(plan);
    this.#addresses = new AddressBook(plan, this.#graphOf);
    this.#waves = new Map(
      plan.header.waves.flatMap(({ name, before, lanes, after }) =>
        [...before, ...lanes, ...after].map((lane): [number, string] => [lane, name]),
      ),
    );
  }

  /** The span of an attempt, by its ticket: what a script is told is around it. */
  attemptId(ticket: string): string {
    return spanIdOf(this.#traceId, 'attempt', ticket);
  }

  /** The spans that end with this record. */
  read({ seq, at, event }: JournalRecord): readonly Span[] {
    const time = Date.parse(at);
    switch (event.type) {
      case 'run-started':
        this.#runId = event.run;
        this.#openRun(time);
        return [];
      case 'run-resumed':
        if (this.#run === undefined) this.#openRun(time);
        this.#note('release.run.resumed', time, {});
        return [];
      case 'run-finished':
        return [...this.#closeLanes(time, seq), ...this.#closeRun(resultOfRun(event.end), 'the run failed', time, seq)];
      case 'run-paused':
        // It may go on one day, in a span of its own; deployments that wait for that are not over.
        return this.#closeRun('failure', event.reason, time, seq);
      case 'lane-started':
        this.#openLane(event.lane, time);
        return [];
      case 'lane-finished':
        return this.#closeLane(event.lane, event.end, event.reason, time, seq);
      case 'attempt-started':
      case 'undo-started':
        this.#openAttempt(event, time);
        return [];
      case 'attempt-finished':
      case 'undo-finished':
        return this.#closeAttempt(event, time, seq);
      case 'gate-opened':
        this.#note('release.gate.opened', time, { 'release.gate.id': event.gate, 'release.gate.kind': event.kind });
        return [];
      case 'gate-resolved':
        this.#note('release.gate.resolved', time, {
          'release.gate.id': event.gate,
          'release.gate.decision': event.decision,
        });
        return [];
      case 'run-blocked':
        this.#note('release.run.blocked', time, {});
        return [];
      case 'wave-started':
        this.#note('release.wave.started', time, { 'release.wave': event.wave });
        return [];
      case 'wave-finished':
      case 'barrier-opened':
      case 'node-decided':
      case 'cancel-requested':
        return [];
      default:
        return event satisfies never;
    }
  }

  #openRun(start: number): void {
    const before = this.#runsSeen === 0 ? [] : [spanIdOf(this.#traceId, 'run', this.#runsSeen - 1)];
    const spanId = spanIdOf(this.#traceId, 'run', this.#runsSeen++);
    this.#run = { spanId, start, links: before, events: [] };
  }

  #note(name: string, time: number, attributes: Attributes): void {
    this.#run?.events.push({ name, time, attributes });
  }

  #closeLanes(time: number, seq: number): readonly Span[] {
    return [...this.#lanes.keys()].flatMap((lane) => this.#closeLane(lane, undefined, undefined, time, seq));
  }

  #closeRun(result: Result, error: string, time: number, seq: number): readonly Span[] {
    const run = this.#run;
    if (run === undefined) return [];
    this.#run = undefined;
    const { release, version, commit, project, channel } = this.#plan.header;
    return [
      {
        ...this.#span(run, `RUN ${release}`, this.#parentId, time, seq),
        kind: 'server',
        links: run.links,
        events: run.events,
        attributes: {
          'cicd.pipeline.name': release,
          'cicd.pipeline.run.id': this.#runId,
          'cicd.pipeline.action.name': 'RUN',
          'cicd.pipeline.result': result,
          'vcs.ref.head.revision': commit,
          'release.project': project,
          'release.version': version,
          'release.channel': channel,
          'release.deployments': this.#plan.lanes.length,
          ...errorType(result),
        },
        ...(isError(result) && { error }),
      },
    ];
  }

  #openLane(address: string, start: number): void {
    const seen = this.#lanesSeen.get(address) ?? 0;
    this.#lanesSeen.set(address, seen + 1);
    const spanId = spanIdOf(this.#traceId, 'deployment', address, seen);
    this.#lanes.set(address, { spanId, start, parentId: this.#run?.spanId ?? this.#parentId, steps: new Map() });
  }

  /** `end` is undefined for one that the run left standing. */
  #closeLane(
    address: string,
    end: LaneEnd | undefined,
    reason: string | undefined,
    time: number,
    seq: number,
  ): readonly Span[] {
    const open = this.#lanes.get(address);
    const index = this.#addresses.lane(address);
    const lane = this.#plan.lanes[index ?? -1];
    if (open === undefined || index === undefined || lane === undefined) return [];
    this.#lanes.delete(address);
    const result = end === undefined ? 'cancellation' : resultOfLane(end);
    const steps = [...open.steps].map(([node, step]) => this.#stepSpan(node, step, open, lane, seq));
    return [
      ...steps,
      {
        ...this.#span(open, `deploy ${lane.project}`, open.parentId, time, seq),
        attributes: {
          ...this.#laneAttributes(index, lane),
          'cicd.pipeline.task.name': lane.project,
          'cicd.pipeline.task.type': 'deploy',
          'cicd.pipeline.task.run.id': address,
          'cicd.pipeline.task.run.result': result,
          'release.version': lane.to,
          'release.version.before': lane.from ?? undefined,
          ...errorType(result),
        },
        ...(isError(result) && { error: reason ?? 'the deployment failed' }),
      },
    ];
  }

  #laneAttributes(index: number, lane: PlanLane): Attributes {
    return {
      'deployment.environment.name': lane.environment,
      'release.tenant.id': lane.tenant?.id,
      'release.project': lane.project,
      'release.wave': this.#waves.get(index),
    };
  }

  #stepSpan(node: string, step: OpenStep, lane: OpenLane, { environment }: PlanLane, seq: number): Span {
    const { path, kind, project } = this.#stepOf(node) ?? { path: node, kind: 'unknown', project: '' };
    const result: Result = step.outcome === undefined ? 'error' : resultOfAttempt(step.outcome);
    return {
      ...this.#span(step, path, lane.spanId, step.end, seq),
      attributes: {
        'cicd.pipeline.task.name': path,
        'cicd.pipeline.task.run.id': node,
        'cicd.pipeline.task.run.result': result,
        'deployment.environment.name': environment,
        'release.project': project,
        'release.step.kind': kind,
        'release.step.attempts': step.attempts,
        ...errorType(result),
      },
      ...(isError(result) && { error: messageOf(step.outcome) }),
    };
  }

  #openAttempt(event: Attempt, start: number): void {
    const { node, ticket } = event;
    this.#attempts.set(node, { spanId: this.attemptId(ticket), start, ticket });
    const lane = this.#laneOf(node);
    if (lane === undefined) return;
    const step = lane.steps.get(node) ?? {
      spanId: spanIdOf(this.#traceId, 'step', lane.spanId, node),
      start,
      attempts: 0,
      end: start,
      outcome: undefined,
    };
    if (event.type === 'attempt-started') step.attempts++;
    lane.steps.set(node, step);
  }

  #closeAttempt(event: AttemptEnd, time: number, seq: number): readonly Span[] {
    const { node, outcome } = event;
    const open = this.#attempts.get(node);
    if (open === undefined) return [];
    this.#attempts.delete(node);
    const step = this.#laneOf(node)?.steps.get(node);
    if (step !== undefined) {
      step.end = time;
      step.outcome = outcome;
    }
    const undo = event.type === 'undo-finished';
    const result = resultOfAttempt(outcome);
    return [
      {
        ...this.#span(open, undo ? 'undo' : `attempt ${event.attempt}`, step?.spanId, time, seq),
        attributes: {
          'cicd.pipeline.task.run.id': `${node}.${undo ? 'undo' : event.attempt}`,
          'cicd.pipeline.task.run.result': result,
          'release.attempt': undo ? undefined : event.attempt,
          'process.exit.code': 'exitCode' in outcome ? outcome.exitCode : undefined,
          ...(isError(result) && { 'error.type': outcome.kind }),
        },
        ...(isError(result) && { error: messageOf(outcome) }),
      },
    ];
  }

  #laneOf(node: string): OpenLane | undefined {
    const place = this.#addresses.node(node);
    return place === undefined ? undefined : this.#lanes.get(this.#plan.lanes[place.lane]?.address ?? '');
  }

  #stepOf(node: string): PlanStep | undefined {
    const place = this.#addresses.node(node);
    if (place === undefined) return undefined;
    const process = this.#plan.lanes[place.lane]?.process ?? -1;
    return this.#plan.processes[process]?.steps[this.#graphOf(place.lane).step[place.node] ?? -1];
  }

  #span({ spanId, start }: OpenSpan, name: string, parentId: string | undefined, time: number, seq: number) {
    const end = Math.max(start, time);
    const parent = parentId === undefined ? {} : { parentId };
    return { spanId, ...parent, name, kind: 'internal' as const, start, end, events: [], links: [], seq };
  }
}

function errorType(result: Result): Attributes {
  return isError(result) ? { 'error.type': result } : {};
}

/** First line of what it said. */
function messageOf(outcome: AttemptOutcome | undefined): string {
  if (outcome !== undefined && 'message' in outcome) return outcome.message.split('\n', 1)[0] ?? outcome.kind;
  return outcome?.kind ?? 'nobody knows how it ended';
}
