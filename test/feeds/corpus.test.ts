import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractArchive } from '../../src/feeds/extract.ts';
import { scratch } from './bytes.ts';

interface Expectation {
  readonly file: string;
  readonly expect: string;
  readonly why: string;
}

const corpus = join(import.meta.dirname, '../../../shared/corpus/bad-input');
const present = existsSync(join(corpus, 'expectations.json'));
const expectations: readonly Expectation[] = present
  ? JSON.parse(readFileSync(join(corpus, 'expectations.json'), 'utf8')).filter((one: Expectation) =>
      one.file.startsWith('archives/'),
    )
  : [];

if (!present) {
  describe('hostile archives', () => {
    it.skip(`skipped: ${corpus} is not beside this checkout`, () => undefined);
  });
}

describe.skipIf(!present)('hostile archives', () => {
  it('covers every file of the corpus', () => {
    const files = readdirSync(join(corpus, 'archives')).map((name) => `archives/${name}`);
    expect(files.sort()).toEqual(expectations.map((one) => one.file).sort());
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(expectations)('$file: $expect ($why)', async ({ file, expect: expected }) => {
    const folder = scratch();
    const into = join(folder, 'deep', 'target');
    const result = await extractArchive(join(corpus, file), into);
    switch (expected) {
      case 'reject':
        expect(result).toMatchObject({ ok: false, diagnostics: [{ severity: 'error' }] });
        break;
      case 'warn':
        expect(result).toMatchObject({ ok: true, files: 2, warnings: [{ code: 'REL1527', severity: 'warning' }] });
        break;
      case 'bounded':
        expectBounded(file, result.ok);
        break;
      default:
        throw new Error(`unknown expectation ${expected}`);
    }
    // Nothing of a refused archive is left, neither in the folder nor beside it.
    expect(readdirSync(join(folder, 'deep'))).toEqual(result.ok ? ['target'] : []);
    expect(readdirSync(folder)).toEqual(['deep']);
  });
});

function expectBounded(file: string, ok: boolean): void {
  expect(ok).toBe(!file.includes('bomb'));
}
