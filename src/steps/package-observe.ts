import type { Observation } from '../run/ports.ts';
import type { TicketStatus } from '../targets/target.ts';
import { findHook, hookFiles } from './hooks.ts';
import { type StepContext, wordsOf } from './kind.ts';
import { hookTicket } from './package-hook.ts';
import { prepareJob } from './package-job.ts';
import { lostMessage } from './run-script.ts';

/**
 * What became of a deployment, from what is on the target. `running` also means that it got part of the way: performing
 * the same ticket again goes on from there. An end is never reported from here: to finish (old version current again,
 * old folders removed) is an act, and performing an ended ticket again runs no script.
 */
export async function observePackage(context: StepContext): Promise<Observation> {
  const { target, ticket } = context;
  const post = fromTicket(await target.status(hookTicket(ticket, 'post')), 'post-deploy');
  if (post !== undefined) return post;
  const pre = fromTicket(await target.status(hookTicket(ticket, 'pre')), 'pre-deploy');
  return pre ?? observeFolders(context);
}

/** Undefined when the hook was never started. */
function fromTicket(status: TicketStatus, hook: string): Observation | undefined {
  switch (status.kind) {
    case 'never-started':
      return undefined;
    case 'lost':
      return { kind: 'cannot-tell', message: `${hook}: ${lostMessage}` };
    case 'running':
    case 'exited':
    case 'killed':
      return { kind: 'running' };
    default:
      return status satisfies never;
  }
}

/** No hook was started: then what is there tells how far it got. */
async function observeFolders(context: StepContext): Promise<Observation> {
  const { packages } = context.target;
  const prepared = await prepareJob(context, AbortSignal.timeout(600_000));
  if (!prepared.ok) return { kind: 'cannot-tell', message: wordsOf(prepared.diagnostics) };
  const { name, request } = prepared.job;
  const found = await packages.look(request.place, name, hookFiles);
  if (found === undefined) return { kind: 'never-started' };
  const hasHooks = findHook('pre-deploy', found.files) ?? findHook('post-deploy', found.files);
  const current = (await packages.list(request.place)).some((version) => version.current && version.name === name);
  return { kind: current || hasHooks === undefined ? 'running' : 'never-started' };
}
