import type { AttemptOutcome } from '../run/events.ts';
import { gap } from '../secrets/masking.ts';
import type { Interpreter, ScriptOutputs, TicketStatus } from '../targets/target.ts';
import type { Json } from '../util/json.ts';
import { followLog } from './follow-log.ts';
import { failed, type StepContext, wordsOf } from './kind.ts';

/** How long a script may take to end itself after TERM before it is killed. */
const graceMs = 10_000;

export interface ScriptOrder {
  readonly ticket: string;
  readonly interpreter: Interpreter;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

/** `succeeded` with all that the script gave; otherwise the outcome of the attempt. */
export type ScriptEnd =
  | { readonly kind: 'succeeded'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'ended'; readonly outcome: AttemptOutcome };

/** Runs a script to its end, or goes on with one that was started under this ticket before. */
export async function runScript(context: StepContext, order: ScriptOrder, signal: AbortSignal): Promise<ScriptEnd> {
  const { target } = context;
  if (signal.aborted) return stopScript(context, order.ticket);
  const started = await target.start(order);
  if (started.kind === 'refused') return ended({ kind: 'errored', message: wordsOf(started.diagnostics) });
  const follower = followLog(context, order.ticket);
  try {
    let status = await target.wait(order.ticket, signal);
    if (status.kind === 'running' && signal.aborted) status = await target.cancel(order.ticket, graceMs);
    if (status.kind === 'exited' && (status.silent === true || (status.exitCode === 0 && context.log === undefined)))
      return endOf(context, status, '', signal.aborted);
    return endOf(context, status, await follower.finish(), signal.aborted);
  } finally {
    follower.stop();
  }
}

/** Ends a script that may run, and keeps one that has not begun from doing so ever. */
export async function stopScript(context: StepContext, ticket: string): Promise<ScriptEnd> {
  const status = await context.target.cancel(ticket, graceMs);
  if (status.kind === 'never-started') return ended({ kind: 'cancelled' });
  return endOf(context, status, await followLog(context, ticket).finish(), true);
}

/** What became of a ticket that is not to be started any more; undefined while that is open. */
export async function endedScript(context: StepContext, ticket: string, status: TicketStatus): Promise<ScriptEnd> {
  // What it wrote while nobody listened belongs to the log of the run too.
  return endOf(context, status, await followLog(context, ticket).finish());
}

function endOf(context: StepContext, status: TicketStatus, lastLine: string, stopped = false): ScriptEnd {
  const line = lastLine === '' ? '' : `: ${context.mask(lastLine)}`;
  switch (status.kind) {
    case 'exited':
      if (status.exitCode === 0) return { kind: 'succeeded', values: withWarnings(context, status.outputs) };
      return ended(stopped ? { kind: 'cancelled' } : exited(status.exitCode, line));
    case 'killed':
      return ended(stopped ? { kind: 'cancelled' } : exited(status.exitCode, ` (as after ${status.signal})${line}`));
    case 'running':
      return ended({ kind: 'unknown', message: 'the script was told to stop and still runs' });
    case 'lost':
    case 'never-started':
      return ended({ kind: 'unknown', message: lostMessage });
    default:
      return status satisfies never;
  }
}

function exited(exitCode: number, more: string): AttemptOutcome {
  return { kind: 'failed', message: `exit code ${exitCode}${more}`, exitCode };
}

export const lostMessage = 'the script was started, and nothing is left that says how it ended';

function ended(outcome: AttemptOutcome): ScriptEnd {
  return { kind: 'ended', outcome };
}

function withWarnings(context: StepContext, { values, diagnostics }: ScriptOutputs): ScriptOutputs['values'] {
  for (const { code, summary } of diagnostics) context.log?.(`warning ${code}: ${summary}\n`);
  if (context.secrets().length === 0) return values;
  for (const [name, value] of Object.entries(values)) {
    // The target may have taken the secret out already.
    if (context.mask(value) === value && !value.includes(gap)) continue;
    context.log?.(`warning: the output ${name} holds a secret, which later steps get as ${gap}\n`);
  }
  return values;
}

/** Keeps the outputs that the step declares, and only those. One that is missing is a failure. */
export function withOutputs(
  end: ScriptEnd,
  declared: readonly string[],
  more: Record<string, Json> = {},
): AttemptOutcome {
  if (end.kind === 'ended') return end.outcome;
  const outputs: Record<string, Json> = { ...more };
  for (const name of declared) {
    const value = Object.hasOwn(end.values, name) ? end.values[name] : undefined;
    if (value === undefined) return failed(missingOutput(name, end.values));
    outputs[name] = value;
  }
  return Object.keys(outputs).length === 0 ? { kind: 'succeeded' } : { kind: 'succeeded', outputs };
}

function missingOutput(name: string, values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values);
  const others = names.length === 0 ? 'it gave none' : `it gave: ${names.join(', ')}`;
  return `the script did not give the output ${name} that the step declares (${others}); write ${name}=… to $RELEASE_OUTPUT`;
}
