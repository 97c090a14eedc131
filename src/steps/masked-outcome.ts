import type { AttemptOutcome } from '../run/events.ts';
import type { Masker } from '../secrets/masker.ts';
import { isList, isRecord } from '../template/values.ts';
import type { Json } from '../util/json.ts';

/** An outcome goes to the journal and to screens, so no secret stays in it, not even as an output. */
export function maskedOutcome(outcome: AttemptOutcome, masker: Masker): AttemptOutcome {
  switch (outcome.kind) {
    case 'succeeded':
      return outcome.outputs === undefined ? outcome : { ...outcome, outputs: maskedMap(outcome.outputs, masker) };
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'unknown':
      return { ...outcome, message: masker.mask(outcome.message) };
    case 'awaiting':
      return { ...outcome, waitingFor: masker.mask(outcome.waitingFor) };
    case 'skipped':
    case 'cancelled':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

function maskedMap(map: { readonly [name: string]: Json }, masker: Masker): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, maskedJson(value, masker)]));
}

function maskedJson(value: Json, masker: Masker): Json {
  if (typeof value === 'string') return masker.mask(value);
  if (isList(value)) return value.map((item) => maskedJson(item, masker));
  return isRecord(value) ? maskedMap(value, masker) : value;
}
