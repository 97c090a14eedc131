import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { targetContract } from '../contract/target.ts';
import { SshWorld, sshMissing } from '../support/ssh/sshd.ts';
import { makeFolder } from './local-place.ts';
import { sshPlace } from './ssh-place.ts';

if (sshMissing !== undefined) describe('ssh', () => it.skip(sshMissing ?? '', () => {}));
else {
  const folder = makeFolder();
  const world = new SshWorld(join(folder, 'world'));
  const host = await world.host('vm');
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });
  targetContract('ssh', () => sshPlace(world, host));
}
