import type { YamlScalar } from './tree.ts';

const numberText =
  /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/;

/** The value of unquoted text by the YAML 1.2 core schema: null, true, false, a number, or the text itself. */
export function resolvePlain(text: string): YamlScalar['value'] {
  const first = text.charCodeAt(0);
  if (first <= 57) return first >= 43 && numberText.test(text) ? toNumber(text) : text;
  return resolveWord(text);
}

function resolveWord(text: string): YamlScalar['value'] {
  switch (text) {
    case 'null':
    case 'Null':
    case 'NULL':
    case '~':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return text;
  }
}

function toNumber(text: string): number {
  if (text.startsWith('0o')) return Number.parseInt(text.slice(2), 8);
  if (text.startsWith('0x')) return Number.parseInt(text.slice(2), 16);
  const last = text.charCodeAt(text.length - 1) | 32;
  if (last === 102) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (last === 110) return Number.NaN;
  return Number.parseFloat(text);
}

/** A scalar written without quotes. Keeps the text where the value alone would not give it back. */
export function plainScalar(text: string, start: number, end: number): YamlScalar {
  return scalarOf(resolvePlain(text), text, start, end);
}

/** A scalar of a known value; `text` is what stands in the file and is kept only where it differs from the value. */
export function scalarOf(value: YamlScalar['value'], text: string, start: number, end: number): YamlScalar {
  if (typeof value === 'string' || String(value) === text) return { kind: 'scalar', value, start, end };
  return { kind: 'scalar', value, source: text, start, end };
}
