import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../../src/diagnostics/catalogue.ts';
import { readCases } from './golden.ts';

const codes = Object.keys(catalogue);
const cases = readCases();
const source = join(import.meta.dirname, '../../src');

it('every code has a golden case that shows it, and every case a code', () => {
  const shown = new Set(cases.filter(({ code, expected }) => expected.includes(` ${code}: `)).map(({ code }) => code));
  expect(codes.filter((code) => !shown.has(code))).toEqual([]);
  expect(cases.filter(({ code }) => !codes.includes(code)).map(({ name }) => name)).toEqual([]);
});

it('every code is said somewhere', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('catalogue.ts'),
  );
  const text = files.map((path) => readFileSync(join(source, path), 'utf8')).join('\n');
  expect(codes.filter((code) => !text.includes(code))).toEqual([]);
});

it('every mistake says how to mend it, in one voice', () => {
  const hintless = cases.filter(({ expected }) => {
    const blocks = expected.split(/\n\n(?=error|warning)/).filter((block) => /^(?:error|warning) REL/.test(block));
    return blocks.some((block) => !/^ {2}hint: [^A-Z\s]/m.test(block));
  });
  expect(hintless.map(({ name }) => name)).toEqual([]);
  const summaries = cases.flatMap(({ expected }) => [...expected.matchAll(/^(?:error|warning) REL\d+: (.*)$/gm)]);
  expect(summaries.map((match) => match[1] ?? '').filter((text) => text.endsWith('.'))).toEqual([]);
});
