import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOf } from '../../yaml/tree.ts';
import { mapSpan, type Place, valueSpan } from './place.ts';
import type { Violation } from './violation.ts';
import { quoted } from './words.ts';

export function describeBounds(place: Place, violation: Violation): Diagnostic {
  const bound = { minimum: 'at least', maximum: 'at most' }[violation.keyword] ?? 'more than';
  return {
    code: 'REL1110',
    severity: 'error',
    summary: `${place.label} is ${String(violation.data)}, but must be ${bound} ${limitOf(violation)}`,
    hint: `write ${bound} ${limitOf(violation)}`,
    span: valueSpan(place),
  };
}

export function describeSize(place: Place, violation: Violation): Diagnostic {
  const { keyword, parentSchema } = violation;
  const count = place.node.kind === 'map' ? place.node.entries.length : 0;
  const keys = Object.keys(parentSchema.properties ?? {});
  const single = parentSchema.minProperties === 1 && parentSchema.maxProperties === 1;
  const needed = keyword === 'maxProperties' ? 'at most' : 'at least';
  const common = { code: 'REL1111', severity: 'error', span: mapSpan(place) } as const;
  if (keyword === 'minItems') {
    const summary = `${place.label} is an empty list`;
    return { ...common, summary, hint: 'list at least one item' };
  }
  return {
    ...common,
    summary: `${place.label} has ${count === 0 ? 'no keys' : keysInWords(count)}, but needs ${single ? 'exactly' : needed} ${limitOf(violation)}`,
    hint: single ? `write exactly one of ${quoted(keys)}` : `write ${needed} ${limitOf(violation)} of ${quoted(keys)}`,
  };
}

function keysInWords(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}

function limitOf(violation: Violation): number {
  return Number(violation.params.limit);
}

/** `params.i` and `params.j` are the two equal items. */
export function describeRepetition(place: Place, violation: Violation): Diagnostic {
  const [first, second] = [Number(violation.params.i), Number(violation.params.j)].toSorted(
    (one, other) => one - other,
  );
  const items = place.node.kind === 'list' ? place.node.items : [];
  const [kept, repeated] = [items[first ?? 0], items[second ?? 0]];
  const { file } = place.document;
  const text = repeated?.kind === 'scalar' ? ` \`${String(repeated.value)}\`` : ' an item';
  return {
    code: 'REL1112',
    severity: 'error',
    summary: `${place.label} holds${text} twice`,
    hint: 'remove one of them',
    span: repeated ? spanOf(file, repeated) : valueSpan(place),
    ...(kept ? { related: [{ message: 'it is here already', span: spanOf(file, kept) }] } : {}),
  };
}
