import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

export interface Build {
  /** `main.js` of the program as it is now, never of a build that somebody forgot. */
  readonly program: string;
  /** Loaded before the program; see `preload/faults.ts`. */
  readonly faults: string;
}

/** Compiles the program into a folder of its own before the tests of a file, and removes it after them. */
export function builtProgram(): () => Build {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'release-built-'));
    cpSync(join(repository, 'package.json'), join(folder, 'package.json'));
    for (const name of ['node_modules', 'schema', 'assets']) symlinkSync(join(repository, name), join(folder, name));
    node(['scripts/build.mjs', join(folder, 'dist')]);
    const flags = '--module nodenext --target es2023 --types node --rewriteRelativeImportExtensions --ignoreConfig';
    const tsc = 'node_modules/typescript/bin/tsc';
    node([tsc, '--noCheck', ...flags.split(' '), '--outDir', join(folder, 'preload'), 'test/crash/preload/faults.ts']);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => ({ program: join(folder, 'dist/main.js'), faults: join(folder, 'preload/faults.js') });
}

function node(words: readonly string[]): void {
  execFileSync(process.execPath, words, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
}
