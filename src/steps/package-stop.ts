import type { AttemptOutcome } from '../run/events.ts';
import type { StepContext } from './kind.ts';
import { hookTicket } from './package-hook.ts';
import { placeOf } from './package-job.ts';
import { runPackage } from './package-run.ts';
import { stopScript } from './run-script.ts';

/** Ends the hooks that may run; then the version before is current again, unless the deployment had been done by then. */
export async function stopPackage(context: StepContext): Promise<AttemptOutcome> {
  const { packages } = context.target;
  const place = placeOf(context);
  const pre = await stopScript(context, hookTicket(context.ticket, 'pre'));
  const post = await stopScript(context, hookTicket(context.ticket, 'post'));
  if (post.kind === 'succeeded') return runPackage(context, new AbortController().signal);
  if (pre.kind === 'ended' && pre.outcome.kind === 'unknown') return pre.outcome;
  // Nobody knows whether it is deployed: what is there stays as it is until a person has looked.
  if (post.outcome.kind === 'unknown') return post.outcome;
  const before = await packages.noteCurrent(place, context.place);
  const current = (await packages.list(place)).find((version) => version.current)?.name;
  if (current !== before) await packages.switchTo(place, before);
  return { kind: 'cancelled' };
}
