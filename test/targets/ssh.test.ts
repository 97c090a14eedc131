import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { targetContract } from '../contract/target.ts';
import { SshWorld, sshMissing } from '../support/ssh/sshd.ts';
import { makeFolder } from './local-place.ts';
import { sshPlace } from './ssh-place.ts';

describe.skipIf(sshMissing !== undefined)(`a target behind a real OpenSSH server ${sshMissing ?? ''}`, () => {
  const folder = makeFolder();
  const world = new SshWorld(join(folder, 'world'));
  let host: Awaited<ReturnType<SshWorld['host']>>;
  beforeAll(async () => {
    host = await world.host('vm');
  });
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });
  targetContract('ssh', () => sshPlace(world, host));
});
