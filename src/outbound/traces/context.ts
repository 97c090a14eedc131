import { hash } from 'node:crypto';

/** Which trace something belongs to, as https://www.w3.org/TR/trace-context describes. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 of them: the span around; absent at the top of a trace. */
  readonly parentId?: string;
  readonly sampled: boolean;
  readonly tracestate?: string;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Undefined for what is not one: a wrong TRACEPARENT is left aside, as the standard wants. */
export function readTraceparent(text: string | undefined, tracestate?: string): TraceContext | undefined {
  const match = form.exec(text?.trim() ?? '');
  const [, version, traceId = '', parentId = '', flags = '00'] = match ?? [];
  if (match === null || version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  const sampled = (Number.parseInt(flags, 16) & 1) === 1;
  return { traceId, parentId, sampled, ...(tracestate !== undefined && tracestate !== '' && { tracestate }) };
}

export function writeTraceparent(traceId: string, spanId: string, sampled: boolean): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** The trace of a run that nobody gave one: the same for every process that ever drives it. */
export function traceIdOf(run: string, planDigest: string, timestamp: string): string {
  return digest(['trace', run, planDigest, timestamp]).slice(0, 32);
}

/** Names a span by what it is about. So each process of a run gives the same span the same name. */
export function spanIdOf(traceId: string, ...names: readonly (string | number)[]): string {
  return digest([traceId, ...names]).slice(0, 16);
}

function digest(names: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(names), 'hex');
}

/** Whether the trace is kept: asked once for a whole run. */
export function isSampled(sampler: string, ratio: number, traceId: string, parent: TraceContext | undefined): boolean {
  const based = /^parentbased_(.*)$/.exec(sampler);
  if (based !== null && parent !== undefined) return parent.sampled;
  switch (based?.[1] ?? sampler) {
    case 'always_off':
      return false;
    case 'traceidratio':
      return Number.parseInt(traceId.slice(-14), 16) / 2 ** 56 < ratio;
    default:
      return true;
  }
}
