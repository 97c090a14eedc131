import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles a program under test/support, with what it imports, so that a child Node can run it. Returns its file. */
export function compileProgram(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-program-'));
  const flags =
    '--module nodenext --target es2023 --types node --rewriteRelativeImportExtensions --noCheck --ignoreConfig';
  const source = join(root, 'test/support', name);
  const maskOutput = join(root, 'src/mask-output.ts'); // A process of its own: nobody imports it.
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(
    process.execPath,
    [tsc, ...flags.split(' '), '--rootDir', root, '--outDir', folder, source, maskOutput],
    {
      cwd: root,
    },
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return join(folder, 'test/support', `${basename(name, '.ts')}.js`);
}
