import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, folderWith, readText } from './kit.ts';

const fingerprint = `sha256:${'ab'.repeat(32)}`;
const config = 'environments: [prod]\n';
/** Written by hand, and wrong without a fingerprint. */
const tenant = `# A hospital
tenant: ann
environments: [prod]
targets:
  vm: { type: agent, roles: [client], mode: poll } # dials out
`;

test('the fingerprint of an agent is written to the file of its tenant, and to nothing else', async () => {
  const folder = folderWith({ 'release.config.yaml': config, 'tenants/deep/ann.yaml': tenant });
  expect((await cli(folder, ['validate'])).code).toBe(2);
  const told = await cli(folder, ['agent', 'pair', 'ann', '--fingerprint', fingerprint.toUpperCase()]);
  expect(told).toMatchObject({
    code: 0,
    out: `${fingerprint}\n`,
    err: expect.stringContaining('tenants/deep/ann.yaml'),
  });
  const text = readText(folder, 'tenants/deep/ann.yaml');
  expect(text).toBe(tenant.replace('mode: poll }', `mode: poll, fingerprint: "${fingerprint}" }`));
  expect((await cli(folder, ['validate'])).code).toBe(0);
  const again = await cli(folder, ['agent', 'pair', 'ann/vm', '--fingerprint', fingerprint]);
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('already') });
  expect(readText(folder, 'tenants/deep/ann.yaml')).toBe(text);
  expect(existsSync(join(folder, '.release-agent'))).toBe(false);
});

test('that of an agent on this machine comes from its folder, which gets its key', async () => {
  const folder = folderWith({ 'release.config.yaml': config, 'tenants/ann.yaml': tenant });
  const told = await cli(folder, ['agent', 'pair', 'ann', '--folder', 'site', '--output', 'json']);
  const shown = JSON.parse(told.out);
  expect(shown).toMatchObject({ role: 'agent', file: 'tenants/ann.yaml', target: 'vm' });
  expect(readText(folder, 'tenants/ann.yaml')).toContain(`fingerprint: "${shown.fingerprint}"`);
  expect(existsSync(join(folder, 'site/.release-agent/agent.pem'))).toBe(true);
  expect((await cli(folder, ['agent', 'pair', '--folder', 'site'])).out).toBe(`${shown.fingerprint}\n`);
});
