import { cpSync, readdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, program, release, repository, temporaryFolder } from './program.ts';

const built = dirname(program);

/** Loaded before the program: when it ends, writes which of its files V8 compiled anew, and of which it had the code. */
const watchCompiling = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs';
  import vm from 'node:vm';
  const files = [];
  vm.Script = class extends vm.Script {
    constructor(text, options) {
      super(text, options);
      files.push([options.filename, this.cachedDataRejected === false]);
    }
  };
  process.on('exit', () => writeFileSync(process.env.FILES, JSON.stringify(files)));
`)}`;

async function filesLoadedBy(
  words: readonly string[],
  { folder, where }: { readonly folder: string; readonly where?: string },
) {
  const files = join(temporaryFolder(), 'files');
  const environment = { NODE_OPTIONS: `--import=${watchCompiling}`, FILES: files };
  const told = await release(folder, words, { environment, ...(where !== undefined && { program: where }) });
  expect([told.err, told.code]).toEqual([expect.not.stringContaining('error'), 0]);
  const all: readonly (readonly [string, boolean])[] = JSON.parse(readFileSync(files, 'utf8'));
  const names = (ahead: boolean) => all.filter(([, known]) => known === ahead).map(([file]) => basename(file));
  return { ahead: names(true), anew: names(false), out: told.out };
}

async function smallWorkspace(): Promise<string> {
  const folder = folderWith({});
  await release(folder, ['init']);
  return folder;
}

test('what everyday commands are made of was compiled when the program was built', async () => {
  const folder = await smallWorkspace();
  for (const words of [['validate'], ['plan'], ['lock'], ['run', '--yes'], ['where']]) {
    const { ahead, anew } = await filesLoadedBy(words, { folder });
    expect(anew).toEqual([]);
    expect(ahead.length).toBeGreaterThan(10);
  }
});

test('a program whose compiled code is damaged, cut off, gone or of another Node compiles its text', async () => {
  const folder = await smallWorkspace();
  const copy = temporaryFolder();
  cpSync(built, join(copy, 'dist'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(copy, 'package.json'));
  for (const name of ['node_modules', 'schema', 'assets']) symlinkSync(join(repository, name), join(copy, name));
  const where = join(copy, 'dist/main.js');
  const whole = await filesLoadedBy(['validate'], { folder, where });
  expect(whole.anew).toEqual([]);
  const codes = readdirSync(join(copy, 'dist')).filter((name) => name.endsWith('.code'));
  const compiledAnew = { ahead: [], anew: whole.ahead, out: whole.out };
  for (const name of codes) {
    const bytes = readFileSync(join(copy, 'dist', name));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(join(copy, 'dist', name), bytes);
  }
  expect(await filesLoadedBy(['validate'], { folder, where })).toEqual(compiledAnew);
  for (const name of codes) truncateSync(join(copy, 'dist', name), 1000);
  expect(await filesLoadedBy(['validate'], { folder, where })).toEqual(compiledAnew);
  for (const name of codes) {
    expect(name).toContain(`.${process.version}-`);
    // What another Node made lies beside it, and this one never looks at it.
    renameSync(join(copy, 'dist', name), join(copy, 'dist', name.replace(process.version, 'v0.0.0')));
  }
  expect(await filesLoadedBy(['validate'], { folder, where })).toEqual(compiledAnew);
});
