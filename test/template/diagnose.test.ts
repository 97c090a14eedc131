import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/template/diagnose.ts';
import { spanFor } from './kit.ts';

test('a value that depends on a wrong one says so, and leaves the blame there', () => {
  const text = 'https://{{host}}';
  const problem = { kind: 'broken', name: 'host', offset: 10, length: 4 } as const;
  expect(renderDiagnostic(problem, spanFor(text), text)).toMatchObject({
    code: 'REL1415',
    summary: 'host has no value because of another mistake',
    span: { offset: 110, length: 4 },
  });
});
