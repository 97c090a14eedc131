import { expect, test } from 'vitest';
import { cli, codesOf, type Files, folderWith, smallWorkspace } from './kit.ts';

const files: Files = {
  ...smallWorkspace,
  'variables/common.yaml': `variableSet: common
variables:
  port: 80
  url: "https://app:{{token}}@example.test"
  token: { secret: { env: TOKEN } }
  production: { secret: { env: PRODUCTION } }
`,
  'projects/web.yaml': `project: web
steps:
  - { id: deploy, uses: script, with: { env: { URL: "{{url}}" }, run: 'test -n "$URL"' } }
  - id: guarded
    uses: script
    scope: { environments: [prod] }
    with: { env: { P: "{{production}}" }, run: 'true' }
`,
};

test('a secret that a step will ask for is missed before anything starts', async () => {
  const folder = folderWith(files);
  const refused = await cli(folder, ['run', '--output', 'json']);
  expect(refused.code).toBe(2);
  expect(codesOf(refused)).toEqual(['REL2120']);
  expect(refused.out).toContain('needed by acme@test/web and globex@test/web');
  expect(JSON.parse((await cli(folder, ['runs', '--output', 'json'])).out)).toMatchObject({ runs: [] });
});

test('a secret of steps that are left out is not', async () => {
  const folder = folderWith(files);
  const environment = { PATH: '/usr/bin:/bin', TOKEN: 'abc-def-123' };
  expect((await cli(folder, ['run'], { environment })).code).toBe(0);
});
