import type { AttemptOutcome } from '../run/events.ts';
import type { PackagePlace } from '../targets/package-store.ts';
import { findHook, hookFiles } from './hooks.ts';
import { errored, type StepContext, wordsOf } from './kind.ts';
import { type HookVersion, hookTicket, runHook } from './package-hook.ts';
import { type PackageJob, prepareJob } from './package-job.ts';
import { integerInput, textsInput } from './read-inputs.ts';
import { endedScript, type ScriptEnd, withOutputs } from './run-script.ts';

export const keptByDefault = 3;

interface Installed {
  readonly job: PackageJob;
  readonly name: string;
  readonly path: string;
  readonly files: readonly string[];
  /** The version that was current before the step, if any. */
  readonly before: string | undefined;
}

/**
 * Deploys a package, or goes on with it: every line may be the last one before a crash, and the same ticket again then
 * leads to the same end. What is done is seen on the target (folders, `current`, tickets of the hooks), never remembered.
 */
export async function runPackage(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const prepared = await prepareJob(context, signal);
  if (!prepared.ok) return errored(wordsOf(prepared.diagnostics));
  const { job } = prepared;
  const before = await rememberCurrent(context, job.request.place);
  const result = await context.target.packages.install(job.request);
  if (result.kind === 'refused') {
    await job.dropHostile(result.diagnostics);
    return errored(wordsOf(result.diagnostics));
  }
  const look = await context.target.packages.look(job.request.place, result.name, hookFiles);
  const installed = { job, before, name: result.name, path: result.path, files: look?.files ?? [] };
  return deploy(context, installed, signal);
}

/** The way back is noted first. It counts as just used, so that no clean-up takes it before those that failed since. */
async function rememberCurrent({ target, place: key }: StepContext, place: PackagePlace): Promise<string | undefined> {
  const before = await target.packages.noteCurrent(place, key);
  if (before === undefined) return undefined;
  const versions = await target.packages.list(place);
  const isCurrent = versions.some(({ name, current }) => current && name === before);
  if (isCurrent) await target.packages.switchTo(place, before);
  return before;
}

async function deploy(context: StepContext, installed: Installed, signal: AbortSignal): Promise<AttemptOutcome> {
  const { target, ticket } = context;
  const { job, path, name, files } = installed;
  const here: HookVersion = { version: job.package.version, path };
  // Decided before: to switch once more would show a version that is known to fail.
  const past = await target.status(hookTicket(ticket, 'post'));
  if (past.kind === 'exited' || past.kind === 'killed' || past.kind === 'lost') {
    const values = await valuesOf(context, hookTicket(ticket, 'pre'));
    return conclude(context, installed, merged(values, await endedScript(context, hookTicket(ticket, 'post'), past)));
  }
  const pre = await runHook(context, findHook('pre-deploy', files), hookTicket(ticket, 'pre'), here, signal);
  if (pre.kind === 'ended') return prefixed('pre-deploy', pre.outcome);
  if (signal.aborted && past.kind === 'never-started') return backTo(context, installed, { kind: 'cancelled' });
  await target.packages.switchTo(job.request.place, name);
  const post = await runHook(context, findHook('post-deploy', files), hookTicket(ticket, 'post'), here, signal);
  return conclude(context, installed, merged(pre.values, post));
}

/** What a hook gave that ended well, perhaps under an earlier process. Its log comes before that of the next hook. */
async function valuesOf(context: StepContext, ticket: string): Promise<Readonly<Record<string, string>>> {
  const status = await context.target.status(ticket);
  if (status.kind !== 'exited') return {};
  const end = await endedScript(context, ticket, status);
  return end.kind === 'succeeded' ? end.values : {};
}

function merged(earlier: Readonly<Record<string, string>>, end: ScriptEnd): ScriptEnd {
  return end.kind === 'ended' ? end : { kind: 'succeeded', values: { ...earlier, ...end.values } };
}

async function conclude(context: StepContext, installed: Installed, end: ScriptEnd): Promise<AttemptOutcome> {
  const { place } = installed.job.request;
  if (end.kind === 'ended') {
    // Nobody knows whether it is deployed: what is there stays as it is until a person has looked.
    if (end.outcome.kind === 'unknown') return end.outcome;
    return backTo(context, installed, prefixed('post-deploy', end.outcome));
  }
  const outcome = withOutputs(end, textsInput(context.inputs, 'outputs'), { path: installed.path });
  if (outcome.kind !== 'succeeded') return backTo(context, installed, outcome);
  await prune(context, place);
  return outcome;
}

/** The old version becomes current again; its hooks do not run: what the new one did half is for its next attempt. */
async function backTo(
  context: StepContext,
  { job, name, before }: Installed,
  outcome: AttemptOutcome,
): Promise<AttemptOutcome> {
  const { packages } = context.target;
  const { place } = job.request;
  const current = (await packages.list(place)).find((version) => version.current)?.name;
  if (current === name && before !== name) await packages.switchTo(place, before);
  return outcome;
}

/** The version is deployed whether or not old ones can be removed. */
async function prune({ target, inputs, log }: StepContext, place: PackagePlace): Promise<void> {
  const keep = integerInput(inputs, 'keep') ?? keptByDefault;
  await target.packages.prune(place, keep).catch((error: unknown) => {
    log?.(`warning: old versions could not be removed: ${error instanceof Error ? error.message : String(error)}\n`);
  });
}

export function prefixed(hook: string, outcome: AttemptOutcome): AttemptOutcome {
  return outcome.kind === 'failed' ? { ...outcome, message: `${hook}: ${outcome.message}` } : outcome;
}
