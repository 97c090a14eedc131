import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run aws-emulator`: compiles test/support/aws/emulator.ts and starts it. It needs nothing but this repository.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'release-aws-emulator-'));
const flags =
  '--module nodenext --target es2023 --types node --rewriteRelativeImportExtensions --noCheck --ignoreConfig';
const source = join(root, 'test/support/aws/emulator.ts');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [compiler, ...flags.split(' '), '--rootDir', root, '--outDir', folder, source]);
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
const child = spawn(process.execPath, [join(folder, 'test/support/aws/emulator.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
