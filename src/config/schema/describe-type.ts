import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { YamlScalar } from '../../yaml/tree.ts';
import { type Finding, typesOf } from './collapse.ts';
import { type Place, valueSpan } from './place.ts';
import { nodeInWords, typesInWords } from './words.ts';

export function describeType(place: Place, finding: Finding): Diagnostic {
  const types = [...new Set([...typesOf(finding.violation), ...finding.alternatives])];
  const { node } = place;
  if (node.kind === 'scalar') {
    if (node.value === null && !isWritten(node)) return noValue(place, types);
    if (types.includes('string') && typeof node.value !== 'string') return unquoted(place, node);
    if (node.value === null) return noValue(place, types);
  }
  return {
    code: 'REL1103',
    severity: 'error',
    summary: `${place.label} is ${nodeInWords(node)}, where ${typesInWords(types)} is needed`,
    hint: typeHint(place, types),
    span: valueSpan(place),
  };
}

/** False for `key:` with nothing behind it. */
function isWritten(node: YamlScalar): boolean {
  return node.end > node.start;
}

function noValue(place: Place, types: readonly string[]): Diagnostic {
  return {
    code: 'REL1105',
    severity: 'error',
    summary: `${place.label} has no value`,
    hint: `write ${typesInWords(types)} behind it`,
    span: valueSpan(place),
  };
}

function unquoted(place: Place, node: YamlScalar): Diagnostic {
  const source = node.source ?? String(node.value);
  const kind = node.value === null ? 'as no value' : `as the ${typeof node.value} ${node.value}`;
  return {
    code: 'REL1104',
    severity: 'error',
    summary: `${place.label} is read ${kind}, where text is needed`,
    hint: `write "${source}" in quotes`,
    span: valueSpan(place),
  };
}

function typeHint(place: Place, types: readonly string[]): string {
  const { node } = place;
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const plain = withoutQuotes(node.value, types);
    if (plain !== undefined) return `write ${plain} without quotes`;
  }
  if (types.includes('array') && node.kind === 'scalar') return `write a list: [${node.source ?? node.value}]`;
  return `write ${typesInWords(types)}`;
}

/** How a text is written when the number or boolean that it spells is meant. */
function withoutQuotes(text: string, types: readonly string[]): string | undefined {
  if (types.includes('boolean')) return booleans.get(text.toLowerCase());
  const wantsNumber = types.includes('integer') || types.includes('number');
  return wantsNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? text.trim() : undefined;
}

const booleans: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['on', 'true'],
  ['false', 'false'],
  ['no', 'false'],
  ['off', 'false'],
]);
