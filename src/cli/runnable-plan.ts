import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkspaceConfig } from '../config/model.ts';
import type { BlockedDeployment } from '../plan/blocked.ts';
import { finishPlan } from '../plan/finish.ts';
import type { Plan } from '../plan/model.ts';
import { type RefusedPlan, readPlan, serializePlan } from '../plan/serialize.ts';
import type { RunStore } from '../run/ports.ts';
import type { CommandContext } from './context.ts';
import { driving } from './driving.ts';
import { exitCode } from './exit-code.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { openStore } from './open-store.ts';
import type { ParsedArguments } from './parsed-arguments.ts';
import { prepareRelease, refusesDirtyTree } from './prepare-release.ts';
import { settleLock } from './settle-lock.ts';

/** A plan with everything that running it needs. */
export interface RunnablePlan {
  readonly kind: 'runnable';
  readonly plan: Plan;
  readonly planDigest: string;
  /** The plan as it is kept, each line with its newline: what the digest was made of. */
  readonly lines: readonly string[];
  readonly store: RunStore;
  readonly root: string;
  readonly config: WorkspaceConfig;
}

/** The plan of a release as it stands in the working tree, held to its lock. */
export async function planFromRelease(
  context: CommandContext,
  args: ParsedArguments,
  mask: (text: string) => string,
): Promise<RunnablePlan | Failure> {
  const prepared = await prepareRelease(context, args, { mask });
  if (isFailure(prepared)) return prepared;
  const { loaded, draft, store, git, diagnostics } = prepared;
  context.print.diagnostics(diagnostics, loaded.sources.text);
  const refusal = refusesDirtyTree(context, git) ?? refusesBlocked(prepared.blocked);
  if (refusal !== undefined) return refusal;
  const settled = await settleLock(context, prepared, {
    whenMissing: args.flag('frozen') ? 'refuse' : 'write',
    did: 'release run',
  });
  if (isFailure(settled)) return settled;
  if (settled.outcome === 'written') context.print.note(`wrote the lock ${settled.file}; commit it`);
  const plan = finishPlan(draft, settled.packages, settled.digest);
  const { digest, lines } = serializePlan(plan);
  const { root, workspace } = loaded;
  return { kind: 'runnable', plan, planDigest: digest, lines, store, root, config: workspace.config };
}

/** A plan that was made and looked at before: exactly that one, or none. */
export async function planFromFile(
  context: CommandContext,
  args: ParsedArguments,
  mask: (text: string) => string,
): Promise<RunnablePlan | Failure> {
  const given = ['environment', 'tenant', 'tag', 'skip', 'var'].filter((option) => args.list(option) !== undefined);
  if (given.length > 0) {
    const hint = 'make another plan with release plan';
    return failure('REL3005', `A plan is run as it is: --${given.join(' and --')} cannot change it`, hint);
  }
  const opened = await openStore(context, driving({ mask }));
  if (isFailure(opened)) return opened;
  const file = args.at(0) ?? '';
  const text = readFileSync(resolve(context.directory, file), 'utf8');
  const read = readPlan(text.split('\n'));
  if (read.kind === 'refused') return unusablePlan(file, text, read);
  const { store, root, config } = opened;
  const { plan, digest } = read;
  return { kind: 'runnable', plan, planDigest: digest, lines: serializePlan(plan).lines, store, root, config };
}

function unusablePlan(file: string, text: string, { line, reason }: RefusedPlan): Failure {
  const before = text.split('\n').slice(0, line - 1);
  const offset = Math.min(
    text.length,
    before.reduce((sum, { length }) => sum + length + 1, 0),
  );
  const diagnostic = {
    code: 'REL1612',
    severity: 'error',
    summary: `${file} is not a plan that can run: ${reason}`,
    hint: `make it again with release plan --out ${file}`,
    span: { file, offset, length: 0 },
  } as const;
  return failures([diagnostic], (name) => (name === file ? text : undefined));
}

/** The lifecycle's "not yet": nothing is started, and nothing of it is a mistake in a file. */
function refusesBlocked(blocked: readonly BlockedDeployment[]): Failure | undefined {
  if (blocked.length === 0) return undefined;
  const diagnostics = blocked.map(({ address, why, until }) => ({
    code: 'REL1609' as const,
    severity: 'error' as const,
    summary: `${address} may not be deployed yet: ${why}`,
    hint: until === undefined ? 'deploy the earlier phase first' : `try again after ${new Date(until).toISOString()}`,
  }));
  return { ...failures(diagnostics), exit: exitCode.blocked };
}
