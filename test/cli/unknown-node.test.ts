import { expect, test } from 'vitest';
import { apiProject, cli, folderWith, smallWorkspace } from './kit.ts';

const chained = {
  ...smallWorkspace,
  'projects/api.yaml': apiProject,
  'projects/web.yaml': [
    'project: web',
    'tenancy: tenanted',
    'steps:',
    '  - { id: api, uses: chain, with: { project: api } }',
    '  - { id: tell, uses: note, with: { message: told } }',
    '',
  ].join('\n'),
  'releases/first.yaml': `${smallWorkspace['releases/first.yaml']}versions: { api: 2.0.0 }\n`,
};

test('logs are of a deployment, a chained project, or a step; what is none of these is refused with its like', async () => {
  const folder = folderWith(chained);
  const run = await cli(folder, ['run']);
  expect(run.code, run.err).toBe(0);
  for (const node of ['acme@test/web', 'acme@test/web/api', 'acme@test/web/api/deploy', 'acme@test/web/tell']) {
    expect(await cli(folder, ['logs', 'first.1', node])).toMatchObject({ code: 0, err: '' });
  }
  const hints: readonly (readonly [typed: string, hint: string])[] = [
    ['acme@test/web/api/deplooy', 'did you mean "acme@test/web/api/deploy"?'],
    ['acme@test/web/check', 'did you mean "acme@test/web/api/check"?'],
    ['acme@test/web/api/deploy#vm01', 'did you mean "acme@test/web/api/deploy"?'],
    ['acme@test/api/deploy', 'did you mean "acme@test/web"?'],
    ['acme@test', 'did you mean "acme@test/web"?'],
    ['acme@tset/web', 'did you mean "acme@test/web"?'],
    ['nobody@nowhere/at-all/x', 'see release status first.1 --all'],
  ];
  for (const [typed, hint] of hints) {
    const told = await cli(folder, ['logs', 'first.1', typed]);
    expect(told).toMatchObject({ code: 2, out: '' });
    expect(told.err).toContain('REL3024');
    expect(told.err).toContain(`hint: ${hint}`);
  }
});
