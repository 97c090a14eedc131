import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Finding } from './collapse.ts';
import { describeType } from './describe-type.ts';
import { type Place, valueSpan } from './place.ts';
import type { Violation } from './violation.ts';
import { jsonType, quoted } from './words.ts';

export function describeChoice(place: Place, finding: Finding): Diagnostic {
  const { parentSchema, data } = finding.violation;
  const allowed = parentSchema.enum ?? [];
  const types = [...new Set(allowed.map(jsonType))];
  if (!types.includes(jsonType(data))) return describeType(place, asTypeFinding(finding, types));
  const names = allowed.map(String);
  const inList = finding.alternatives.includes('array') ? `, or a list such as [${String(data)}]` : '';
  return {
    code: 'REL1106',
    severity: 'error',
    summary: `${place.label} cannot be \`${String(data)}\``,
    hint: didYouMean(String(data), names) ?? `write ${quoted(names)}${inList}`,
    span: valueSpan(place),
  };
}

function asTypeFinding(finding: Finding, types: readonly string[]): Finding {
  return { ...finding, violation: { ...finding.violation, keyword: 'type', params: { type: types } } };
}

export function describeForm(place: Place, violation: Violation): Diagnostic {
  const text = String(violation.data);
  const form = violation.parentSchema.patternErrorMessage ?? `it must match ${String(violation.params.pattern)}`;
  return {
    code: 'REL1107',
    severity: 'error',
    summary: `${place.label} cannot be ${shown(text)}`,
    hint: / may not be blank$/.test(form) ? 'write something there, or take the key away' : form,
    span: valueSpan(place),
  };
}

function shown(text: string): string {
  if (text.trim() === '') return 'blank';
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
