import type { AttemptOutcome } from '../run/events.ts';
import type { Observation } from '../run/ports.ts';
import type { Json } from '../util/json.ts';
import { errored } from './kind.ts';

/** What a kind of the workspace's own says about an attempt. An answer that is none is our user's bug, said in words. */
export function decodeOutcome(kind: string, answer: unknown): AttemptOutcome {
  const { kind: how, message, outputs, exitCode } = fieldsOf(answer);
  switch (how) {
    case 'succeeded':
      return decodeSuccess(kind, outputs);
    case 'failed':
      return { kind: how, message: textOf(message), ...(typeof exitCode === 'number' && { exitCode }) };
    case 'errored':
    case 'unknown':
      return { kind: how, message: textOf(message) };
    case 'cancelled':
      return { kind: how };
    default:
      return errored(
        `the step kind ${kind} gave no outcome: expected { kind: 'succeeded' }, or 'failed' with a message`,
      );
  }
}

export function decodeObservation(kind: string, answer: unknown): Observation {
  const { kind: how, message, outcome } = fieldsOf(answer);
  switch (how) {
    case 'never-started':
    case 'running':
      return { kind: how };
    case 'cannot-tell':
      return { kind: how, message: textOf(message) };
    case 'finished':
      return { kind: how, outcome: decodeOutcome(kind, outcome) };
    default:
      return { kind: 'cannot-tell', message: `the step kind ${kind} looked and gave no answer` };
  }
}

function decodeSuccess(kind: string, outputs: unknown): AttemptOutcome {
  if (outputs === undefined || outputs === null) return { kind: 'succeeded' };
  const plain = plainMap(outputs);
  if (plain === undefined) return errored(`the step kind ${kind} gave outputs that are no map of plain data`);
  return { kind: 'succeeded', outputs: plain };
}

/** Through JSON and back: what cannot be written to a journal never gets in. */
function plainMap(outputs: unknown): { readonly [name: string]: Json } | undefined {
  if (typeof outputs !== 'object' || outputs === null || Array.isArray(outputs)) return undefined;
  try {
    return JSON.parse(JSON.stringify(outputs)) as { readonly [name: string]: Json };
  } catch {
    return undefined;
  }
}

function fieldsOf(answer: unknown): Readonly<Record<string, unknown>> {
  return typeof answer === 'object' && answer !== null ? (answer as Readonly<Record<string, unknown>>) : {};
}

function textOf(message: unknown): string {
  return typeof message === 'string' && message !== '' ? message : 'no reason was given';
}
