import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { unknownKey } from './echo.ts';
import { keySpan, mapSpan, type Place } from './place.ts';
import type { Violation } from './violation.ts';
import { quoted } from './words.ts';

export function describeUnknownKey(place: Place, violation: Violation): Diagnostic {
  const key = unknownKey(violation);
  const known = Object.keys(violation.parentSchema.properties ?? {});
  const present = new Set(Object.keys(violation.data ?? {}));
  const absent = known.filter((name) => !present.has(name));
  return {
    code: 'REL1101',
    severity: 'error',
    summary: `${place.label} has no key \`${key}\``,
    hint: didYouMean(key, absent) ?? didYouMean(key, known) ?? `the keys here are ${quoted(known, 'and')}`,
    span: keySpan(place, key),
  };
}

export function describeMissingKey(place: Place, violation: Violation): Diagnostic {
  const key = String(violation.params.missingProperty);
  return {
    code: 'REL1102',
    severity: 'error',
    summary: `${place.label} needs the key \`${key}\``,
    hint: `add \`${key}:\` with its value`,
    span: mapSpan(place),
  };
}

/** Two keys that are fine alone: `not: { required: [one, other] }`. */
export function describeExclusion(place: Place, violation: Violation): Diagnostic {
  const keys = violation.parentSchema.not?.required ?? [];
  return {
    code: 'REL1113',
    severity: 'error',
    summary: `${place.label} holds ${quoted(keys, 'and')}, which exclude each other`,
    hint: 'remove one of them',
    span: keySpan(place, keys.at(-1) ?? ''),
  };
}

/** Segments of a name that stand for something else; the schema's pattern refuses them. */
const reserved = ['value', 'scope', 'secret'];

export function describeKeyForm(place: Place, violation: Violation): Diagnostic {
  const key = String(violation.data);
  const span = keySpan(place, key);
  const taken = isVariableName(violation) ? key.split('.').find((part) => reserved.includes(part)) : undefined;
  if (taken !== undefined) return { ...reservedName(place, taken), span };
  return {
    code: 'REL1108',
    severity: 'error',
    summary: `\`${key}\` cannot be a key of ${place.entry ? place.label : 'the document'}`,
    hint: violation.parentSchema.patternErrorMessage ?? `it must match ${String(violation.params.pattern)}`,
    span,
  };
}

function isVariableName(violation: Violation): boolean {
  return violation.parentSchema.patternErrorMessage?.includes('variable name') ?? false;
}

function reservedName(place: Place, part: string): Diagnostic {
  const scopeHint = `give ${place.label} a \`value\` beside its \`scope\``;
  const nameHint = `\`value\`, \`scope\` and \`secret\` say how a variable is written; choose another name than \`${part}\``;
  return {
    code: 'REL1109',
    severity: 'error',
    summary: `\`${part}\` is reserved and cannot be part of a variable name`,
    hint: part === 'scope' ? `${scopeHint}, or choose another name` : nameHint,
  };
}
