import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractArchive } from '../../src/feeds/extract.ts';
import { corpusFolder, expectations } from '../yaml/corpus.ts';
import { scratch } from './bytes.ts';

const archives = expectations.filter(({ file }) => file.startsWith('archives/'));

describe('hostile archives', () => {
  it('covers every file of the corpus', () => {
    const files = readdirSync(join(corpusFolder, 'archives')).map((name) => `archives/${name}`);
    expect(files.sort()).toEqual(archives.map((one) => one.file).sort());
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(archives)('$file: $expect ($why)', async ({ file, expect: expected }) => {
    const folder = scratch();
    const into = join(folder, 'deep', 'target');
    const result = await extractArchive(join(corpusFolder, file), into);
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
