import { isList, isRecord } from '../template/values.ts';
import type { Json } from '../util/json.ts';
import type { AttemptOutcome, GateResult, RunEvent } from './events.ts';

type Mask = (text: string) => string;
type Outputs = { readonly [name: string]: Json };

/**
 * The event without secrets in what people, steps and machines said. Names of the plan stay, and so do our own words and
 * numbers: they come from git, where no secret is, and a journal that lost one because it looks like somebody's PIN
 * could not be read any more. Gives the same object back where nothing is said.
 */
export function maskedEvent(event: RunEvent, mask: Mask): RunEvent {
  switch (event.type) {
    case 'attempt-finished':
    case 'undo-finished': {
      const outcome = maskedOutcome(event.outcome, mask);
      return outcome === event.outcome ? event : { ...event, outcome };
    }
    case 'lane-finished':
      return event.reason === undefined ? event : { ...event, reason: mask(event.reason) };
    case 'node-decided':
      return { ...event, by: mask(event.by), ...(event.note !== undefined && { note: mask(event.note) }) };
    case 'gate-opened':
      return { ...event, waitingFor: mask(event.waitingFor) };
    case 'gate-resolved':
      return {
        ...event,
        by: mask(event.by),
        ...(event.note !== undefined && { note: mask(event.note) }),
        ...(event.results !== undefined && { results: event.results.map((result) => maskedResult(result, mask)) }),
      };
    case 'cancel-requested':
      return { ...event, by: mask(event.by) };
    case 'run-paused':
      return { ...event, reason: mask(event.reason) };
    case 'run-started':
    case 'run-resumed':
    case 'wave-started':
    case 'wave-finished':
    case 'lane-started':
    case 'barrier-opened':
    case 'attempt-started':
    case 'undo-started':
    case 'run-blocked':
    case 'run-finished':
      return event;
    default:
      return event satisfies never;
  }
}

/** Gives the same object back where nothing is said. */
export function maskedOutcome(outcome: AttemptOutcome, mask: Mask): AttemptOutcome {
  switch (outcome.kind) {
    case 'succeeded':
      return outcome.outputs === undefined ? outcome : { ...outcome, outputs: maskedOutputs(outcome.outputs, mask) };
    case 'skipped':
      return { ...outcome, reason: mask(outcome.reason) };
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'unknown':
      return { ...outcome, message: mask(outcome.message) };
    case 'awaiting':
      return { ...outcome, waitingFor: mask(outcome.waitingFor) };
    case 'cancelled':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

function maskedResult(result: GateResult, mask: Mask): GateResult {
  return result.outputs === undefined ? result : { ...result, outputs: maskedOutputs(result.outputs, mask) };
}

function maskedOutputs(outputs: Outputs, mask: Mask): Outputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [mask(name), maskedJson(value, mask)]));
}

function maskedJson(value: Json, mask: Mask): Json {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') return maskedNumber(value, mask);
  if (isList(value)) return value.map((item) => maskedJson(item, mask));
  return isRecord(value) ? maskedOutputs(value, mask) : value;
}

/** A PIN that a script gave out as a number. */
function maskedNumber(value: number, mask: Mask): Json {
  const text = String(value);
  const masked = mask(text);
  return masked === text ? value : masked;
}
