import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.ts';
import { complete } from '../../src/cli/completion/complete.ts';
import { type CommandSpec, specOf } from '../../src/cli/completion/spec.ts';
import { allOptions } from '../../src/cli/parse-arguments.ts';
import { cli, type Files, folderWith, smallWorkspace } from './kit.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const gated: Files = {
  ...smallWorkspace,
  'releases/first.yaml':
    smallWorkspace['releases/first.yaml']?.replace('{ name: everyone }', '{ name: everyone, approve: true }') ?? '',
};
const folder = folderWith(gated);
let spec: readonly CommandSpec[] = [];

beforeAll(async () => {
  const commands = await Promise.all(commandEntries.map(({ load }) => load()));
  spec = commands.map((command) => specOf({ ...command, options: allOptions(command) }));
  await cli(folder, ['run']);
}, 60_000);

/** What is offered for a line, the last word being typed. */
async function offered(line: string, directory = folder): Promise<readonly string[]> {
  const told = await complete(JSON.stringify(spec), line.split(' '), directory);
  const [kind = '', ...lines] = told.trimEnd().split('\n');
  return kind === 'words' ? lines.map((text) => text.split('\t')[0] ?? '') : [`(${kind})`];
}

test('commands, the words of commands with two, and options', async () => {
  expect(await offered('')).toEqual(expect.arrayContaining(['run', 'audit', 'report', '--help']));
  expect(await offered('va')).toEqual(['validate']);
  expect(await offered('audit ')).toEqual(['verify']);
  expect(await offered('plan --det')).toEqual(['--detailed-exitcode']);
  expect(await offered('plan --output ')).toEqual(['text', 'json']);
  expect(await offered('plan --output=j')).toEqual(['--output=json']);
  expect(await offered('completion ')).toEqual(['bash', 'zsh', 'fish', 'pwsh']);
  expect(await offered('schema te')).toEqual(['tenant']);
  expect(await offered('nonsense ')).toEqual([]);
});

test('names of the workspace, wherever it is', async () => {
  expect(await offered('explain ')).toEqual(['acme', 'globex']);
  expect(await offered('explain acme ')).toEqual(['test', 'prod']);
  expect(await offered('run --tenant g')).toEqual(['globex']);
  expect(await offered('run --tenant=g')).toEqual(['--tenant=globex']);
  expect(await offered('run --tag ')).toEqual(['ring/canary', 'ring/broad']);
  expect(await offered('run ')).toEqual(['releases/first.yaml', 'web']);
  expect(await offered('where ')).toEqual(['web']);
  expect(await offered(`-C ${folder} run --environment p`, '/')).toEqual(['prod']);
  expect(await offered(`explain -C ${folder} a`, '/')).toEqual(['acme']);
  expect(await offered('explain ', '/')).toEqual([]);
  expect(await offered('-C ', '/')).toEqual(['(folder)']);
  expect(await offered('run -C ')).toEqual(['(folder)']);
  expect(await offered('plan --out ')).toEqual(['(file)']);
  expect(await offered('report first.1 --html ')).toEqual(['(file)']);
  expect(await offered('diff ')).toEqual(['HEAD']);
});

test('runs, their deployments and steps, and gates that nobody has decided', async () => {
  expect(await offered('status ')).toEqual(['first.1']);
  expect(await offered('logs first.1 ')).toEqual(['acme@test/web', 'globex@test/web']);
  expect(await offered('logs first.1 acme@test/web/')).toEqual(['acme@test/web/deploy', 'acme@test/web/tell']);
  expect(await offered('resume --rerun gl')).toEqual(['globex@test/web']);
  expect(await offered('approve first.1 ')).toEqual(['approve:everyone']);
  expect(await offered('logs first.9 ')).toEqual([]);
});

describe('what is wrong in a workspace stops nobody who presses Tab', () => {
  test('broken files have no names, and the others do', async () => {
    const broken = folderWith({ ...gated, 'tenants/bad.yaml': '\u0000: [', 'release.config.yaml': 'environments: [' });
    expect(await offered('explain ', broken)).toEqual(['acme', 'globex']);
    expect(await offered('run --environment ', broken)).toEqual([]);
    mkdirSync(join(broken, '.release/runs/x.1'), { recursive: true });
    writeFileSync(join(broken, '.release/runs/x.1/plan.ndjson'), 'nonsense\n');
    expect(await offered('logs x.1 ', broken)).toEqual([]);
  });

  test('a name that a shell would obey is not offered', async () => {
    const hostile = folderWith({
      ...gated,
      'tenants/evil.yaml': 'tenant: $(touch${IFS}x)\n',
      'releases/a b;c.yaml': 'release: x\n',
    });
    expect(await offered('explain ', hostile)).toEqual(['acme', 'globex']);
    expect(await offered('run ', hostile)).toEqual(['releases/first.yaml', 'web']);
  });

  test('a script of another version is answered too', async () => {
    expect(await complete('nonsense', ['run', ''], folder)).toBe('words\n');
    expect(await complete('{}', ['run', ''], folder)).toBe('words\n');
  });
});
