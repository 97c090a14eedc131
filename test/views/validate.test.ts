import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { failureDocument, failureText } from '../../src/views/failure.ts';
import { validateDocument, validateText } from '../../src/views/validate.ts';
import { layout } from './support.ts';

const lookup = (file: string): string | undefined => (file === 'a.yaml' ? 'name: x\nkind: y\n' : undefined);
const wrong: Diagnostic = {
  code: 'REL1301',
  severity: 'error',
  summary: 'Two values',
  hint: 'remove one',
  span: { file: 'a.yaml', offset: 8, length: 4 },
};
const odd: Diagnostic = { code: 'REL1602', severity: 'warning', summary: 'Nobody uses this' };
const checked = { releases: 3, deployments: 12_000 };

test('nothing wrong says what that is worth', () => {
  expect(validateText([], lookup, checked, layout())).toBe('No problems: 3 releases, 12,000 deployments checked\n');
});

test('diagnostics with their places, then how many', () => {
  expect(validateText([wrong, odd], lookup, checked, layout())).toMatchInlineSnapshot(`
    "warning REL1602: Nobody uses this

    error REL1301: Two values
      at a.yaml:2:1
      1 | name: x
      2 | kind: y
        | ~~~~
      3 |
      hint: remove one

    1 error and 1 warning
    3 releases, 12,000 deployments checked
    "
  `);
});

test('the document has the fields that scripts rely on', () => {
  expect(validateDocument([wrong, odd], lookup, checked)).toMatchObject({
    schemaVersion: 1,
    diagnostics: [
      { code: 'REL1602', file: null },
      { code: 'REL1301', severity: 'error', file: 'a.yaml', line: 2, column: 1, endLine: 2, endColumn: 5, related: [] },
    ],
    hidden: 0,
    summary: { errors: 1, warnings: 1, ...checked },
  });
  expect(Object.keys(failureDocument([wrong], lookup))).toEqual(['schemaVersion', 'diagnostics', 'hidden']);
});

test('a failed command with nothing to say says nothing', () => {
  expect(failureText([], lookup, layout())).toBe('');
  expect(failureText([odd], lookup, layout())).toContain('1 warning');
});
