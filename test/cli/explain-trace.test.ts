import { expect, test } from 'vitest';
import { cli, codesOf, folderWith, smallWorkspace } from './kit.ts';

const files = {
  ...smallWorkspace,
  'variables/common.yaml': [
    'variableSet: common',
    'variables:',
    '  site: { value: "{{host}}:{{port}}", scope: { project: web } }',
    '  host: "{{tenant.id}}.{{domain.name}}"',
    '  domain: { name: example.com, zone: "{{site}}" }',
    '  port: 80',
    '  link: "https://{{token}}@{{host}}/{{run.id}}"',
    '  token: { secret: { ssm: "/{{domain.name}}/token" } }',
    '  all: "{{#each domain}}{{this}}{{/each}}"',
    '',
  ].join('\n'),
};

test('a trace follows references through templates to where they end', async () => {
  const folder = folderWith(files);
  const told = await cli(folder, ['explain', 'acme', 'test', 'link', '--trace', '--output', 'json']);
  expect(told.code).toBe(0);
  expect(JSON.parse(told.out)).toMatchObject({
    name: 'link',
    template: 'https://{{token}}@{{host}}/{{run.id}}',
    trace: [
      {
        name: 'token',
        secret: { source: 'ssm', ref: '/example.com/token' },
        uses: [{ name: 'domain.name', value: 'example.com', winner: { file: 'variables/common.yaml', line: 5 } }],
      },
      {
        name: 'host',
        value: 'acme.example.com',
        uses: [{ name: 'tenant.id', value: '"acme"' }, { name: 'domain.name' }],
      },
      { name: 'run.id', kind: 'root', value: 'known during the run' },
    ],
  });
  const text = await cli(folder, ['explain', 'acme', 'test', 'link', '--trace']);
  expect(text.out).toContain('Made of');
  expect(text.out).toMatch(/^ {2}host = "acme\.example\.com" {2}variables\/common\.yaml:4/m);
  expect(text.out).toMatch(/^ {4}tenant\.id = "acme"$/m);
});

test('a circle is said, not followed; a group is followed into each of its names', async () => {
  const folder = folderWith({
    ...files,
    'variables/common.yaml': files['variables/common.yaml'].replace('host: "', 'host: "{{site}}'),
  });
  const told = await cli(folder, ['explain', 'acme', 'test', 'site', '--project', 'web', '--trace']);
  expect(told.out).toMatch(/^ {4}site = .*refers back to itself$/m);
  const group = await cli(folder, ['explain', 'acme', 'test', 'all', '--trace', '--output', 'json']);
  const { trace } = JSON.parse(group.out) as { readonly trace: readonly { readonly name: string }[] };
  expect(trace.map(({ name }) => name)).toEqual(['domain.name', 'domain.zone']);
});

test('without references there is nothing to follow, and without a name nothing to begin with', async () => {
  const folder = folderWith(files);
  expect((await cli(folder, ['explain', 'acme', 'test', 'port', '--trace'])).out).toContain(
    'It refers to nothing else.',
  );
  expect(codesOf(await cli(folder, ['explain', 'acme', 'test', '--trace', '--output', 'json']))).toEqual(['REL3005']);
});
