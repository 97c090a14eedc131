import type { Plan } from '../../plan/model.ts';
import type { JournalRecord, RunEvent } from '../../run/events.ts';
import type { Patience } from '../deliver.ts';
import type { Notes } from '../notes.ts';
import { isSampled, readTraceparent, type TraceContext, traceIdOf, writeTraceparent } from './context.ts';
import { Exporter } from './exporter.ts';
import { otlpBody } from './otlp.ts';
import type { TraceSettings } from './settings.ts';
import { Tracer } from './tracer.ts';

export interface TraceOptions {
  readonly plan: Plan;
  readonly settings: TraceSettings;
  /** TRACEPARENT and TRACESTATE of this process. */
  readonly parent: TraceContext | undefined;
  readonly notes: Notes;
  readonly patience: Patience;
  /** Version of `release`. */
  readonly version: string;
}

type RunStarted = Extract<RunEvent, { readonly type: 'run-started' }>;

/** A run as a trace: each span is sent once it has ended, and by the next process if this one dies before. */
export class Traces {
  readonly #options: TraceOptions;
  #begun: { readonly tracer: Tracer; readonly exporter: Exporter; readonly context: TraceContext } | undefined;
  #taken: number;

  constructor(options: TraceOptions) {
    this.#options = options;
    this.#taken = Math.max(-1, ...options.notes.all().flatMap((note) => (note.kind === 'spans' ? [note.seq] : [])));
  }

  /** What an earlier process wrote down: it goes on with the trace of that one. */
  catchUp(records: readonly JournalRecord[]): void {
    this.#read(records, undefined);
  }

  read(records: readonly JournalRecord[]): void {
    this.#read(records, this.#options.parent);
  }

  #read(records: readonly JournalRecord[], parent: TraceContext | undefined): void {
    for (const record of records) {
      if (record.event.type === 'run-started') this.#begin(record.event, parent);
      if (this.#begun === undefined) continue;
      const { tracer, exporter, context } = this.#begun;
      const spans = tracer.read(record);
      if (context.sampled && record.seq > this.#taken) exporter.add(spans);
    }
  }

  /** What a script is given, so that what it traces becomes part of this trace. */
  environmentOf(ticket: string): Readonly<Record<string, string>> {
    if (this.#begun === undefined) return {};
    const { tracer, context } = this.#begun;
    const { traceId, sampled, tracestate } = context;
    const around = writeTraceparent(traceId, tracer.attemptId(ticket), sampled);
    return { TRACEPARENT: around, ...(tracestate !== undefined && { TRACESTATE: tracestate }) };
  }

  async close(milliseconds: number): Promise<string | undefined> {
    return this.#begun?.exporter.close(milliseconds);
  }

  #begin(started: RunStarted, given: TraceContext | undefined): void {
    const { plan, settings, notes, patience, version } = this.#options;
    const parent = this.#parentOf(given);
    const traceId = parent?.traceId ?? traceIdOf(started.run, started.planDigest, started.timestamp);
    const sampled = isSampled(settings.sampler, settings.ratio, traceId, parent);
    const context = { ...parent, traceId, sampled };
    const scope = {
      traceId,
      tracestate: context.tracestate,
      resource: { 'service.name': 'release', 'service.version': version, ...settings.resource },
      version,
    };
    const exporter = new Exporter({
      url: settings.url,
      headers: settings.headers,
      body: (spans) => otlpBody(spans, scope),
      patience,
      onTaken: (seq) => {
        this.#taken = seq;
        notes.add({ kind: 'spans', seq });
      },
    });
    this.#begun = { tracer: new Tracer(plan, traceId, context.parentId), exporter, context };
  }

  /** The trace that the first process of the run was given, whatever this one is given. */
  #parentOf(parent: TraceContext | undefined): TraceContext | undefined {
    const { notes } = this.#options;
    const first = notes.all().find((note) => note.kind === 'trace');
    if (first !== undefined) return readTraceparent(first.traceparent, first.tracestate);
    if (parent?.parentId === undefined) return undefined;
    const traceparent = writeTraceparent(parent.traceId, parent.parentId, parent.sampled);
    notes.add({
      kind: 'trace',
      traceparent,
      ...(parent.tracestate !== undefined && { tracestate: parent.tracestate }),
    });
    return parent;
  }
}
