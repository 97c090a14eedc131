import { join } from 'node:path';
import { clearChains, clearStamps, writeChains, writeMakefile } from './support/chains.ts';
import { print, seconds } from './support/figure.ts';
import { inFolder, interleaved, median, medianRatio, time } from './support/measure.ts';
import { missing, release } from './support/programs.ts';

/** `release run` with its journal on disk against `make -j8` with stamp files, which keeps no durable record. */
const sizes: readonly { readonly tenants: number; readonly rounds: number }[] = [
  { tenants: 100, rounds: 7 },
  { tenants: 1000, rounds: 3 },
];

const withoutMake = missing('make', 'make');
for (const { tenants, rounds } of sizes) {
  await inFolder((folder) => {
    writeChains(folder, tenants);
    writeMakefile(folder, tenants);
    const parallel = ['--parallel', '8'];
    const taken = interleaved(rounds, {
      make: () => {
        if (withoutMake !== undefined) return Number.NaN;
        clearStamps(folder);
        return time({ program: 'make', arguments: ['-j8'], directory: folder });
      },
      release: () => {
        clearChains(folder);
        return time(release(['run', join('releases', 'r.yaml'), '--yes', ...parallel], folder));
      },
    });
    print({
      bench: 'run',
      what: `${tenants} tenants x 20 shell steps, 8 at a time, journal synced`,
      ours: seconds(median(taken.release)),
      peer: withoutMake ?? `make -j8 with stamps ${seconds(median(taken.make))}`,
      ...(withoutMake === undefined && { ratio: medianRatio(taken.release, taken.make) }),
      goal: 1,
      note: `median of ${rounds} interleaved rounds`,
    });
  });
}
