import { join } from 'node:path';
import { print, seconds } from './support/figure.ts';
import { change, committedWorkspace } from './support/git-workspace.ts';
import { inFolder, interleaved, median, medianRatio, time } from './support/measure.ts';
import { release } from './support/programs.ts';

/** `release diff HEAD` over 1,000 tenants, with a change for one of them and with one for all, against `release validate`. */
await inFolder((folder) => {
  const changes = {
    'one tenant': ['tenants/t00500.yaml', 'code: Code500', 'code: Code501'],
    everybody: ['variables/shared.yaml', 'region: north', 'region: south'],
  } as const;
  for (const [who, [file, from, to]] of Object.entries(changes)) {
    const workspace = join(folder, file.replaceAll('/', '-'));
    committedWorkspace(workspace, 1000);
    change(workspace, file, from, to);
    time(release(['diff', 'HEAD'], workspace));
    const rounds = 5;
    const taken = interleaved(rounds, {
      diff: () => time(release(['diff', 'HEAD'], workspace)),
      validate: () => time(release(['validate'], workspace)),
    });
    print({
      bench: 'diff',
      what: `diff over 1,000 tenants, changed for ${who}`,
      ours: seconds(median(taken.diff)),
      peer: `validate ${seconds(median(taken.validate))}`,
      ratio: medianRatio(taken.diff, taken.validate),
      goal: 2,
      note: `warm, median of ${rounds} interleaved rounds`,
    });
  }
});
