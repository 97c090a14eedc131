import type { AttemptOutcome } from '../run/events.ts';
import { findHook, hookFiles } from './hooks.ts';
import { failed, type StepContext } from './kind.ts';
import { hookTicket, runHook } from './package-hook.ts';
import { placeOf } from './package-job.ts';
import { prefixed } from './package-run.ts';

/**
 * Goes back to the version that was current before the step, and runs that version's `post-deploy`, because it is what
 * puts a version into use: with the variables of the undone release, and its own path and package version. Without an
 * earlier version there is no current one any more, and nothing runs.
 */
export async function undoPackage(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  const { packages } = context.target;
  const place = placeOf(context);
  const before = await packages.noteCurrent(place, context.place);
  if (before === undefined) {
    await packages.switchTo(place, undefined);
    return { kind: 'succeeded' };
  }
  const found = await packages.look(place, before, hookFiles);
  if (found === undefined) return failed(`${before}, the version before, is not on the target any more`);
  await packages.switchTo(place, before);
  const version = { version: versionIn(before), path: found.path };
  const hook = findHook('post-deploy', found.files);
  const end = await runHook(context, hook, hookTicket(context.ticket, 'post'), version, signal);
  return end.kind === 'ended' ? prefixed('post-deploy', end.outcome) : { kind: 'succeeded' };
}

/** `<version>-<12 of sha256>[-<revision>]` */
function versionIn(folderName: string): string {
  return folderName.replace(/-[0-9a-f]{12}(?:-[A-Za-z0-9]+)?$/, '');
}
