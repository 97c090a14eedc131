import type { RunEvent } from './events.ts';
import type { HostOptions } from './host-types.ts';
import type { RunState } from './state.ts';

/** What a process records before anything else. Throws when the run was started with another plan. */
export function firstEvents(options: HostOptions, state: RunState): readonly RunEvent[] {
  const { plan, planDigest, run, runner, parallel, clock, decisions = [] } = options;
  if (state.status === 'new') {
    const { release, version, project } = plan.header;
    const names = { run, release, version, project, planDigest };
    const timestamp = new Date(clock.now()).toISOString();
    return [{ type: 'run-started', ...names, runner, parallel, timestamp }];
  }
  if (state.planDigest !== planDigest) throw new Error(`run ${run} was started with another plan`);
  const onlyFailed = options.onlyFailed === true;
  const { cancelling } = state;
  const cutOff = state.status === 'running' && !onlyFailed && decisions.length === 0;
  const resumed = { type: 'run-resumed', runner, onlyFailed } as const;
  return [
    { ...resumed, ...((cutOff || cancelling) && { continues: true }), ...(cancelling && { cancelling }) },
    ...decisions.map((decision) => ({ type: 'node-decided', ...decision }) as const),
  ];
}
