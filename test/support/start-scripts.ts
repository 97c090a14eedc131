import { fileURLToPath } from 'node:url';
import { maskOrderLine } from '../../src/secrets/mask-output.ts';
import { createHiddenNames } from '../../src/targets/local/hidden-names.ts';
import { ownIdentity } from '../../src/targets/local/launcher-registry.ts';
import { createLocalTarget } from '../../src/targets/local/local-target.ts';
import { createPackageFolders } from '../../src/targets/local/package-folders.ts';

/**
 * Starts scripts on a local target, says `started` when all are accepted, and then stays until it is killed.
 * argv: folder, JSON list of script requests. `{"once":true}` as a third argument: waits for all and prints the statuses.
 */
const [folder = '', requests = '[]', mode = '{}'] = process.argv.slice(2);
const maskOutput = fileURLToPath(new URL('../../src/mask-output.js', import.meta.url));
const target = createLocalTarget({
  stateDirectory: `${folder}/state`,
  defaultDirectory: folder,
  environment: { PATH: process.env.PATH ?? '' },
  sendSignal: (pid, signal) => process.kill(pid, signal),
  pid: process.pid,
  maskingProgram: { command: [process.execPath, maskOutput], orderLine: maskOrderLine },
  packages: createPackageFolders({
    directory: folder,
    extract: () => Promise.resolve([]),
    hiddenNames: createHiddenNames(ownIdentity(process.pid)),
    now: Date.now,
  }),
});
const list = JSON.parse(requests);
for (const request of list) await target.start(request);
process.stdout.write('started\n');
if (JSON.parse(mode).once === true) {
  for (const { ticket } of list) {
    const status = await target.wait(ticket, new AbortController().signal);
    process.stdout.write(`${JSON.stringify(status)}\n`);
  }
  target.close();
} else setInterval(() => {}, 60_000);
