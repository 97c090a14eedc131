import { expect, test } from 'vitest';
import { arrange, hiddenNote } from '../../src/diagnostics/arrange.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { reportDiagnostics } from '../../src/diagnostics/report.ts';
import { colourStyle } from '../../src/diagnostics/style.ts';

const text = 'a: 1\nb: 2\na: 3\n';
const lookup = (file: string) => (file === 'x.yaml' ? text : undefined);
const at = (offset: number, length = 1, file = 'x.yaml') => ({ file, offset, length });
const error = (offset: number, summary = 'Wrong'): Diagnostic => ({
  code: 'REL1001',
  severity: 'error',
  summary,
  span: at(offset),
});
const warning = (offset: number): Diagnostic => ({ ...error(offset), severity: 'warning' });

const duplicate: Diagnostic = {
  code: 'REL1006',
  severity: 'error',
  summary: 'The key "a" is written twice',
  detail: 'One of them\nwould be lost',
  hint: 'keep one',
  span: at(10),
  related: [{ message: 'the first stands here', span: at(0) }],
};

test('the JSON shape', () => {
  expect(reportDiagnostics([duplicate], lookup)).toEqual({
    diagnostics: [
      {
        code: 'REL1006',
        severity: 'error',
        summary: 'The key "a" is written twice',
        detail: 'One of them\nwould be lost',
        hint: 'keep one',
        file: 'x.yaml',
        line: 3,
        column: 1,
        endLine: 3,
        endColumn: 2,
        related: [{ message: 'the first stands here', file: 'x.yaml', line: 1, column: 1 }],
      },
    ],
    hidden: 0,
  });
});

test('a mistake in no file, and one in a file that cannot be read', () => {
  const flag: Diagnostic = { code: 'REL1001', severity: 'error', summary: 'Wrong flag' };
  const [first, second] = reportDiagnostics([{ ...flag, span: at(7, 1, 'gone.yaml') }, flag], lookup).diagnostics;
  expect(first).toEqual({ ...flag, file: null, line: null, column: null, endLine: null, endColumn: null, related: [] });
  expect(second).toMatchObject({ file: 'gone.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 });
});

test('each file is looked up once', () => {
  const asked: string[] = [];
  reportDiagnostics([error(0), error(5), duplicate], (file) => {
    asked.push(file);
    return text;
  });
  expect(asked).toEqual(['x.yaml']);
});

test('sorted by file and place, exact repetitions dropped', () => {
  const elsewhere: Diagnostic = { ...error(0), span: at(0, 1, 'a.yaml') };
  const { shown, hidden } = arrange([error(5), error(0), elsewhere, error(5), error(5, 'Other')]);
  expect(shown).toEqual([elsewhere, error(0), error(5), error(5, 'Other')]);
  expect(hidden).toBe(0);
});

test('above the limit errors stay before warnings', () => {
  expect(arrange([warning(0), error(1), warning(2), error(3)], 3)).toEqual({
    shown: [warning(0), error(1), error(3)],
    hidden: 1,
  });
  expect([hiddenNote(1), hiddenNote(0)]).toEqual(['and 1 more', undefined]);
});

test('the text for people', () => {
  expect(renderDiagnostics([duplicate], lookup)).toBe(
    [
      'error REL1006: The key "a" is written twice',
      '  at x.yaml:3:1',
      '  2 | b: 2',
      '  3 | a: 3',
      '    | ~',
      '  4 |',
      '  One of them',
      '  would be lost',
      '  hint: keep one',
      '  the first stands here:',
      '  at x.yaml:1:1',
      '  1 | a: 1',
      '    | ~',
      '  2 | b: 2',
      '',
    ].join('\n'),
  );
});

test('nothing, the note, a missing text, colours, and no raw control character', () => {
  expect(renderDiagnostics([], lookup)).toBe('');
  expect(renderDiagnostics([error(0), error(5)], lookup, { limit: 1 })).toMatch(/\n\nand 1 more\n$/);
  expect(renderDiagnostics([{ ...error(0), span: at(0, 1, 'gone.yaml') }], lookup)).toBe(
    'error REL1001: Wrong\n  at gone.yaml:1:1\n',
  );
  expect(renderDiagnostics([error(0)], lookup, { style: colourStyle })).toContain('\u001b[31merror\u001b[0m');
  const hostile = '\u001b[2Jx\u202e';
  const sly = {
    ...duplicate,
    summary: hostile,
    detail: hostile,
    hint: hostile,
    span: at(0, 1, hostile),
    related: [{ message: hostile, span: at(0, 1, hostile) }],
  };
  const shown = renderDiagnostics([sly], lookup);
  expect([shown.includes('\u001b'), shown.includes('\u202e')]).toEqual([false, false]);
});
