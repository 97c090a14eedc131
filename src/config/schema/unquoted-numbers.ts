import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { YamlDocument, YamlNode, YamlScalar } from '../../yaml/tree.ts';
import { placeAt, valueSpan } from './place.ts';

/** Keys below which any value may stand, so that no schema says whether text or a number is meant. */
const dataKeys: ReadonlySet<string> = new Set(['variables', 'with', 'default']);

/**
 * Numbers that would come out of a template otherwise than they were written: `1.10` as 1.1, `007` as 7, an account id
 * of twenty digits with other digits. Whoever writes such a thing means text nearly always, so it has to be said.
 */
export function unquotedNumbers(document: YamlDocument): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const path: string[] = [];
  const visit = (node: YamlNode, isData: boolean): void => {
    switch (node.kind) {
      case 'scalar':
        if (isData && node.source !== undefined && isChanged(node)) found.push(changedNumber(document, path, node));
        return;
      case 'list':
        for (const [index, item] of node.items.entries()) step(String(index), item, isData);
        return;
      case 'map':
        for (const { key, value } of node.entries) step(key, value, isData || dataKeys.has(key));
        return;
      default:
        node satisfies never;
    }
  };
  const step = (segment: string, node: YamlNode, isData: boolean): void => {
    path.push(segment);
    visit(node, isData);
    path.pop();
  };
  visit(document.root, false);
  return found;
}

/** A sign, a missing zero before or behind the point and the like change nothing that anybody means. */
function isChanged({ value, source = '' }: YamlScalar): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  const digits = source.replace(/^[-+]/, '').replace(/\.$/, '').replace(/^\./, '0.');
  return digits !== String(Math.abs(value));
}

function changedNumber(document: YamlDocument, path: readonly string[], node: YamlScalar): Diagnostic {
  const { value, source } = node;
  const pointer = path.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const place = placeAt(document, pointer);
  const isExact = Number.isSafeInteger(value) || String(value).length < 16;
  return {
    code: 'REL1104',
    severity: 'error',
    summary: `${place.label} is read as the number ${value}, and no longer says ${source}`,
    hint: `write "${source}" in quotes${isExact ? `, or ${value} if a number is meant` : ''}`,
    span: valueSpan(place),
  };
}
