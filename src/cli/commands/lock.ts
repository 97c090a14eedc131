import { isDeepStrictEqual } from 'node:util';
import type { Release } from '../../config/model.ts';
import { makeLock } from '../../plan/make-lock.ts';
import { matchesPattern } from '../../resolve/package-pattern.ts';
import { jsonText } from '../../views/json.ts';
import { lockDocument, lockText } from '../../views/lock.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Failure, failure, failures, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';
import { lockFileOf, readLock, saveLock } from '../lock-file.ts';
import { deletedLock, otherLock } from '../lost-lock.ts';
import { partOfProcess } from '../part-of-process.ts';
import { type PreparedRelease, prepareRelease } from '../prepare-release.ts';
import { choosePackages, type SettledLock, type SettleOptions, settleLock } from '../settle-lock.ts';
import { takeChange, type Update } from '../take-change.ts';

export const lock: Command = {
  name: 'lock',
  summary: 'write, check or update the lock of a release',
  arguments: [
    { usage: '[release]', description: 'a release file, release or project; the only one when none is named' },
  ],
  options: [
    { flags: '--check', description: 'write nothing; fail when the working tree no longer matches' },
    {
      flags: '--update <what...>',
      description: 'take over: packages <glob>, variables [tenant], process [project], or all',
      many: 'repeated',
    },
    { flags: '--offline', description: 'ask no feed; take what feeds answered before' },
  ],
  outputs: ['text', 'json'],
  example: 'release lock releases/etl-2024-06.yaml\nrelease lock releases/etl-2024-06.yaml --update packages "Local.*"',
  run: async (context, args) => {
    const update = readUpdate(args.list('update'));
    if (update !== undefined && isFailure(update)) return context.print.fail(update);
    const prepared = await prepareRelease(context, args, { mask: (text) => text });
    if (isFailure(prepared)) return context.print.fail(prepared);
    context.print.diagnostics(prepared.diagnostics, prepared.loaded.sources.text);
    const offline = args.flag('offline');
    const did = `release lock${update === undefined ? '' : ` --update ${(args.list('update') ?? []).join(' ')}`}`;
    const settled =
      update === undefined
        ? await settleLock(context, prepared, lockOptions(args.flag('check'), { did, offline }))
        : await applyUpdate(context, prepared, update, { did, check: args.flag('check'), offline });
    return isFailure(settled) ? context.print.fail(settled) : show(context, settled);
  },
};

function lockOptions(
  check: boolean,
  { did, offline }: { readonly did: string; readonly offline: boolean },
): SettleOptions {
  return { whenMissing: check ? 'refuse' : 'write', replaceDeleted: !check, did, offline };
}

function show(context: CommandContext, { file, lock: written, previous, outcome }: SettledLock): ExitCode {
  const view = { file, lock: written, outcome, ...(previous === undefined ? {} : { previous }) };
  context.print.data(context.output === 'json' ? jsonText(lockDocument(view)) : lockText(view, layoutOf(context)));
  return exitCode.done;
}

function readUpdate(words: readonly string[] | undefined): Update | Failure | undefined {
  if (words === undefined) return undefined;
  const [what, name, ...rest] = words;
  const usage =
    'write --update packages <glob>, --update variables [tenant], --update process [project] or --update all';
  if (rest.length > 0) return failure('REL3005', `--update takes two words, and got ${words.length}`, usage);
  switch (what) {
    case 'packages':
      return name === undefined
        ? failure('REL3005', 'Which packages to update is not said', usage)
        : { kind: what, pattern: name };
    case 'variables':
      return { kind: what, tenant: name };
    case 'process':
      return { kind: what, project: name };
    case 'all':
      return { kind: what };
    default:
      return failure('REL3005', `"${what}" cannot be updated`, usage);
  }
}

/** Takes just one kind of change into the lock: the mid-cycle patch. */
async function applyUpdate(
  context: CommandContext,
  prepared: PreparedRelease,
  update: Update,
  { did, check, offline }: { readonly did: string; readonly check: boolean; readonly offline: boolean },
): Promise<SettledLock | Failure> {
  const { loaded } = prepared;
  const draft = prepared.whole();
  if (isFailure(draft)) return draft;
  const file = lockFileOf(draft.release.file);
  const read = readLock(loaded.root, file);
  if (isFailure(read)) return read;
  if (read.kind === 'none') return nothingToUpdate(loaded.root, draft.release);
  const unknown = unknownPart(prepared, update) ?? partOfProcess(draft, update, read.lock);
  if (unknown !== undefined) return unknown;
  const renewed = (id: string): boolean =>
    update.kind === 'all' || (update.kind === 'packages' && matchesPattern(update.pattern, id));
  const packages = await choosePackages(context, prepared, draft, { previous: read.lock, renew: renewed, offline });
  if (isFailure(packages)) return packages;
  const at = new Date(context.surroundings.now()).toISOString();
  const next = takeChange(read.lock, makeLock(draft, packages.chosen, read.lock, { at, did }), update);
  const same = isDeepStrictEqual({ ...next, history: [] }, { ...read.lock, history: [] });
  const settled = { kind: 'settled', file, previous: read.lock, packages: packages.chosen } as const;
  if (same) return { ...settled, lock: read.lock, digest: read.digest, outcome: 'unchanged' };
  if (check) {
    return failures([
      {
        code: 'REL1702',
        severity: 'error',
        summary: `The lock ${file} would change`,
        hint: `run ${did} without --check`,
      },
    ]);
  }
  return { ...settled, lock: next, digest: saveLock(loaded.root, file, next), outcome: 'written' };
}

function nothingToUpdate(root: string, { file, id }: Release): Failure {
  const summary = `There is no lock ${lockFileOf(file)} to update`;
  return otherLock(root, file, id) ?? deletedLock(root, file) ?? failure('REL1701', summary, `release lock ${file}`);
}

function unknownPart({ draft, loaded }: PreparedRelease, update: Update): Failure | undefined {
  const { tenants, projects } = loaded.workspace;
  if (update.kind === 'variables' && update.tenant !== undefined && !tenants.has(update.tenant)) {
    return failure('REL3010', `There is no tenant "${update.tenant}"`, 'look for the name in tenants/');
  }
  if (update.kind === 'process' && update.project !== undefined && !projects.has(update.project)) {
    return failure('REL3010', `There is no project "${update.project}"`, 'look for the name in projects/');
  }
  if (update.kind !== 'packages') return undefined;
  const ids = [...draft.requests.map(({ id }) => id), ...draft.release.versions.keys()];
  if (ids.some((id) => matchesPattern(update.pattern, id))) return undefined;
  return failure(
    'REL3010',
    `No package of the release is called "${update.pattern}"`,
    `it uses: ${[...new Set(ids)].join(', ') || 'none'}`,
  );
}
