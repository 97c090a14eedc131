import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';

export interface GoldenFile {
  /** Path relative to the workspace root. */
  readonly path: string;
  readonly text: string;
}

export interface GoldenCase {
  /** File name without `.yaml`, such as `REL1101-misspelt-key`. */
  readonly name: string;
  readonly code: string;
  readonly files: readonly GoldenFile[];
  readonly expected: string;
}

const folder = new URL('cases/', import.meta.url);
const expectedHeading = 'expected';

/**
 * A case is `cases/<CODE>-<slug>.yaml`: files, each below a line `### <path>`, then `### expected` and the diagnostics as
 * people read them (each line behind `# `, so that the file stays YAML). `UPDATE_GOLDEN=1` writes what is expected from
 * what is said. A code whose mistake stands in no file has one of two other forms: `### $ release <words>` is typed after
 * the files above it were written (test/cli/golden.test.ts), and a case without any file is made by code
 * (`describeProduced`).
 */
export type GoldenForm = 'files' | 'commands' | 'produced';

export function formOf({ files }: Pick<GoldenCase, 'files'>): GoldenForm {
  if (files.length === 0) return 'produced';
  return files.some(({ path }) => path.startsWith('$ ')) ? 'commands' : 'files';
}

/** Registers a test for each case of files whose code `takes` chooses. */
export function describeGolden(
  title: string,
  takes: (code: string) => boolean,
  check: (files: readonly GoldenFile[]) => readonly Diagnostic[],
): void {
  describe(title, () => {
    for (const golden of readCases().filter((one) => formOf(one) === 'files' && takes(one.code))) {
      it(golden.name, () => checkCase(golden, check(golden.files)));
    }
  });
}

type Produce = () => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

/** Registers a test for each case that the code under test has to be called for, by the name of the case. `takes`: whose. */
export function describeProduced(
  title: string,
  takes: (code: string, name: string) => boolean,
  producers: { readonly [name: string]: Produce },
): void {
  describe(title, () => {
    const cases = readCases().filter((one) => formOf(one) === 'produced' && takes(one.code, one.name));
    it('has a golden text for each', () =>
      expect(cases.map(({ name }) => name)).toEqual(Object.keys(producers).sort()));
    for (const [name, produce] of Object.entries(producers)) {
      it(name, async () => {
        const code = name.split('-')[0] ?? '';
        checkCase(cases.find((one) => one.name === name) ?? { name, code, files: [], expected: '' }, await produce());
      });
    }
  });
}

export function readCases(): readonly GoldenCase[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => parseCase(name.slice(0, -'.yaml'.length), readFileSync(new URL(name, folder), 'utf8')));
}

function checkCase(golden: GoldenCase, diagnostics: readonly Diagnostic[]): void {
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(golden.code);
  const lookup = (path: string) => golden.files.find((file) => file.path === path)?.text;
  compareGolden(golden, renderDiagnostics(diagnostics, lookup));
}

export function compareGolden(golden: GoldenCase, actual: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(new URL(`${golden.name}.yaml`, folder), format(golden, actual));
  else expect(actual).toBe(golden.expected);
}

function parseCase(name: string, text: string): GoldenCase {
  const sections = text.split(/^### /m).slice(1);
  const files = sections.map((section) => {
    const end = section.indexOf('\n');
    return { path: section.slice(0, end).trim(), text: section.slice(end + 1) };
  });
  const expected = files.find((file) => file.path === expectedHeading)?.text ?? '';
  return {
    name,
    code: name.split('-')[0] ?? '',
    files: files.filter((file) => file.path !== expectedHeading),
    expected: expected.replaceAll(/^# ?/gm, ''),
  };
}

function format(golden: GoldenCase, diagnostics: string): string {
  const files = golden.files.map((file) => `### ${file.path}\n${file.text}`);
  const expected = diagnostics.trimEnd().replaceAll(/^/gm, '# ').replaceAll(/ +$/gm, '');
  return `${files.join('')}### ${expectedHeading}\n${expected}\n`;
}
