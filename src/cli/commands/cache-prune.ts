import { join } from 'node:path';
import { packageCache } from '../../feeds/cache.ts';
import { identify } from '../../store/runner-identity.ts';
import { diskFiles } from '../../workspace/disk-files.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { failure, isFailure } from '../failure.ts';
import { forgetOldTickets } from '../forget-tickets.ts';
import { readLock } from '../lock-file.ts';
import { openStore, stateFolder } from '../open-store.ts';
import { packageCacheFolder } from '../package-cache-folder.ts';

const millisecondsPerDay = 86_400_000;

export const cachePrune: Command = {
  name: 'cache prune',
  summary: 'remove packages that nobody used lately, and what runs that ended left behind',
  arguments: [],
  options: [{ flags: '--unused <days>', description: 'not used for so many days (usually 30)' }],
  outputs: ['text', 'json'],
  example: 'release cache prune --unused 7',
  run: async (context, args) => {
    const days = Number(args.text('unused') ?? '30');
    if (!Number.isFinite(days) || days < 0) {
      return context.print.fail(
        failure('REL3005', `"${args.text('unused')}" is not a number of days`, 'write --unused 30'),
      );
    }
    const opened = await openStore(context);
    if (isFailure(opened)) return context.print.fail(opened);
    const { now, pid } = context.surroundings;
    const cache = packageCache({ folder: packageCacheFolder(opened.root), now });
    const pruned = await cache.prune({
      unusedSince: now() - days * millisecondsPerDay,
      keep: lockedDigests(opened.root),
    });
    const state = stateFolder(opened.root, opened.config.state);
    const runs = await forgetOldTickets({ state, store: opened.store, runner: identify(pid) });
    if (context.output === 'json') context.print.json({ ...pruned, runs });
    else context.print.data(`${pruned.files} packages removed, ${sizeOf(pruned.bytes)}\n`);
    return exitCode.done;
  },
};

/** What any lock of the workspace names stays: the next run of it needs no feed. */
function lockedDigests(root: string): ReadonlySet<string> {
  const folder = join(root, 'releases');
  if (!diskFiles.exists(folder)) return new Set();
  const files = diskFiles.list(folder).filter(({ name }) => name.endsWith('.lock.yaml'));
  const locks = files.map(({ name }) => readLock(root, `releases/${name}`));
  return new Set(locks.flatMap((read) => (read.kind === 'read' ? read.lock.packages.map(({ sha256 }) => sha256) : [])));
}

function sizeOf(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let [amount, unit] = [bytes, 0];
  for (; amount >= 1024 && unit < units.length - 1; unit += 1) amount /= 1024;
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}
