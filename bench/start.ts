import { print, seconds } from './support/figure.ts';
import { inFolder, interleaved, median, medianRatio, time } from './support/measure.ts';
import { release } from './support/programs.ts';

/** How long the shortest command takes, against a Node that does nothing. */
await inFolder((folder) => {
  const rounds = 15;
  const taken = interleaved(rounds, {
    node: () => time({ program: process.execPath, arguments: ['-e', '0'], directory: folder }),
    version: () => time(release(['--version'], folder)),
  });
  print({
    bench: 'start',
    what: 'release --version',
    ours: seconds(median(taken.version)),
    peer: `node -e 0 ${seconds(median(taken.node))}`,
    ratio: medianRatio(taken.version, taken.node),
    goal: 1.5,
    note: `median of ${rounds} interleaved rounds`,
  });
});
