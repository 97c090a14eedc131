import { expect, test } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.ts';
import { cli, codesOf, folderWith, smallWorkspace } from './kit.ts';

const folder = folderWith(smallWorkspace);

test.each([
  [['plann'], 'REL3001', 'did you mean "plan"?'],
  [['audit'], 'REL3001', 'use one of: release audit verify'],
  [['audit', 'verfy'], 'REL3001', 'did you mean "audit verify"?'],
  [['plan', '--tennant', 'x'], 'REL3002', 'did you mean "--tenant"?'],
  [['explain', 'acme'], 'REL3003', 'usage: release explain <tenant> <environment> [name]'],
  [['plan', 'one', 'two'], 'REL3004', 'usage: release plan'],
  [['plan', '--output', 'yaml'], 'REL3005', 'use one of: text, json'],
  [['plan', '--out'], 'REL3005', 'see release plan --help'],
  [['run', '--parallel', 'many'], 'REL3005', 'write --parallel 16'],
  [['run', '--var', 'nothing'], 'REL3005', 'write --var name=value'],
  [['-C', 'nowhere', 'plan'], 'REL3008', 'check what follows -C'],
  [['plan', 'frist'], 'REL3010', 'did you mean "first"?'],
  [['explain', 'acne', 'test'], 'REL3010', 'did you mean "acme"?'],
  [['explain', 'acme', 'test', 'greting', '--project', 'web'], 'REL3010', 'did you mean "greeting"?'],
  [['status', 'first.9'], 'REL3020', 'see release runs'],
  [['resume'], 'REL3020', 'see release runs'],
  [['approve'], 'REL3020', 'see release runs'],
  [['lock', '--update', 'everything'], 'REL3005', '--update packages <glob>'],
  [['completion', 'tcsh'], 'REL3005', 'use one of: bash, zsh, fish, pwsh'],
  [['schema', 'tenent'], 'REL3010', 'did you mean "tenant"?'],
])('%j ends with 2 and %s', async (words, code, hint) => {
  const told = await cli(folder, words);
  expect(told).toMatchObject({ code: 2, out: '' });
  expect(told.err).toContain(`error ${code}: `);
  expect(told.err).toContain(hint);
});

test('a failure is one JSON document when JSON was asked for, also before the command is known', async () => {
  for (const words of [
    ['plann', '--output', 'json'],
    ['plan', '--nope', '--output=json'],
    ['--output', 'json', 'plan', 'x'],
  ]) {
    const told = await cli(folder, words);
    expect(told).toMatchObject({ code: 2, err: '' });
    expect(Object.keys(JSON.parse(told.out) as object)[0]).toBe('schemaVersion');
    expect(codesOf(told)[0]).toMatch(/^REL30/);
  }
});

test('help lists every command, and each has help of its own with an example', async () => {
  const overview = await cli(folder, ['--help']);
  expect(overview.code).toBe(0);
  expect((await cli(folder, [])).code).toBe(2);
  for (const { name } of commandEntries) {
    expect(overview.out).toContain(`  ${name} `);
    const told = await cli(folder, [...name.split(' '), '--help']);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain(`Usage: release ${name} `);
    expect(told.out).toContain('\nExample:\n  ');
  }
});

test.each(commandEntries.map(({ name }) => name))('%s refuses an unknown option with its like', async (name) => {
  const told = await cli(folder, [...name.split(' '), '--ouptut', 'json']);
  expect(told).toMatchObject({ code: 2, out: '' });
  expect(told.err).toContain(`error REL3002: The option --ouptut is not known to release ${name}`);
  expect(told.err).toContain('did you mean "--output"?');
});

test('what help lists is what the commands say of themselves', async () => {
  for (const { name, summary, load } of commandEntries) {
    const command = await load();
    expect({ name: command.name, summary: command.summary }).toEqual({ name, summary });
    expect(command.outputs.length).toBeGreaterThan(0);
  }
});

test('options may stand before the command', async () => {
  const told = await cli('/', ['-C', folder, '--output', 'json', 'validate']);
  expect(told.code).toBe(0);
  expect(JSON.parse(told.out)).toMatchObject({
    schemaVersion: 1,
    diagnostics: [],
    summary: { errors: 0, releases: 1 },
  });
});

test.each(['bash', 'zsh', 'fish', 'pwsh'])('the completion for %s knows commands and options', async (shell) => {
  const told = await cli(folder, ['completion', shell]);
  expect(told.code).toBe(0);
  for (const word of ['validate', 'audit', 'verify', 'detailed-exitcode']) expect(told.out).toContain(word);
});
