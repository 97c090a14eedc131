import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/template/diagnose.ts';
import { describeProduced } from '../diagnostics/golden.ts';
import { spanFor } from './kit.ts';

describeProduced('values that are wrong because others are, as people read it', (code) => code === 'REL1415', {
  'REL1415-broken': () => {
    const text = 'https://{{host}}';
    return [renderDiagnostic({ kind: 'broken', name: 'host', offset: 10, length: 4 }, spanFor(text), text)];
  },
});

test('a value that depends on a wrong one says so, and leaves the blame there', () => {
  const text = 'https://{{host}}';
  const problem = { kind: 'broken', name: 'host', offset: 10, length: 4 } as const;
  expect(renderDiagnostic(problem, spanFor(text), text)).toMatchObject({
    code: 'REL1415',
    summary: 'host has no value because of another mistake',
    span: { offset: 110, length: 4 },
  });
});
