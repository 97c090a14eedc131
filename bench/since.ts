import { join } from 'node:path';
import { print, seconds } from './support/figure.ts';
import { change, committedWorkspace } from './support/git-workspace.ts';
import { inFolder, interleaved, median, medianRatio, time } from './support/measure.ts';
import { release } from './support/programs.ts';

/** `release validate --since HEAD` after a change of one tenant of 1,000, against the full `release validate`, both warm. */
await inFolder((folder) => {
  const workspace = join(folder, 'workspace');
  committedWorkspace(workspace, 1000);
  change(workspace, 'tenants/t00500.yaml', 'code: Code500', 'code: Code501');
  time(release(['validate'], workspace));
  const rounds = 7;
  const taken = interleaved(rounds, {
    since: () => time(release(['validate', '--since', 'HEAD'], workspace)),
    full: () => time(release(['validate'], workspace)),
  });
  print({
    bench: 'since',
    what: 'validate --since, 1 of 1,000 tenants changed',
    ours: seconds(median(taken.since)),
    peer: `full validate ${seconds(median(taken.full))}`,
    ratio: medianRatio(taken.since, taken.full),
    goal: 0.5,
    note: `warm, median of ${rounds} interleaved rounds`,
  });
});
