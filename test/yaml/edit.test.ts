import { expect, test } from 'vitest';
import { editScalars } from '../../src/yaml/edit.ts';

const text = [
  '# A comment on top.',
  'release:   "2024-06"   # its name',
  'version: 24.6.0',
  '',
  'versions:',
  "  web:    '8.2.0'   # the web shop",
  '  api: &both 1.2.0',
  '  other: *both',
  'packages: { "Local.*": "1.0",   Etl: 3.1.0 }',
  '---',
  'release: 2024-07',
  'version: 24.7.0 # of the next',
  '',
].join('\r\n');

const edit = (id: string, path: readonly string[], value: string) =>
  editScalars(text, { key: 'release', id }, [{ path, value }]);

test('only the value changes: comments, blanks, quotes and line ends stay', () => {
  const edited = editScalars(text, { key: 'release', id: '2024-06' }, [
    { path: ['versions', 'web'], value: '8.2.1' },
    { path: ['packages', 'Local.*'], value: '1.1' },
    { path: ['version'], value: '24.6.10' },
  ]);
  const expected = text.replace("'8.2.0'", "'8.2.1'").replace('"1.0"', '"1.1"').replace('24.6.0', '24.6.10');
  expect(edited).toEqual({ kind: 'edited', text: expected });
});

test('of several documents the one that is meant is edited', () => {
  expect(edit('2024-07', ['version'], '24.7.1')).toEqual({ kind: 'edited', text: text.replace('24.7.0', '24.7.1') });
});

test('a plain text that would be read as a number is put in quotes', () => {
  expect(edit('2024-06', ['packages', 'Etl'], '3.2')).toEqual({
    kind: 'edited',
    text: text.replace('3.1.0', '"3.2"'),
  });
  expect(edit('2024-06', ['packages', 'Etl'], '3.2 # x')).toEqual({
    kind: 'edited',
    text: text.replace('3.1.0', '"3.2 # x"'),
  });
});

test('an alias is another line, and a map no version', () => {
  expect(edit('2024-06', ['versions', 'other'], '2.0.0')).toMatchObject({ kind: 'refused', reason: 'alias' });
  expect(edit('2024-06', ['versions'], '2.0.0')).toMatchObject({ kind: 'refused', reason: 'no-scalar' });
  expect(edit('2024-06', ['nothing'], '2.0.0')).toMatchObject({ kind: 'refused', reason: 'no-scalar' });
});
