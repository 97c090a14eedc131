import type { WorkspaceConfig } from '../config/model.ts';
import type { Masker } from '../secrets/masker.ts';
import type { CommandContext } from './context.ts';
import { openOutbound } from './open-outbound.ts';
import { stateFolder } from './open-store.ts';
import type { KnownRun } from './read-run.ts';

export interface ToldRun {
  readonly root: string;
  readonly config: WorkspaceConfig;
  readonly known: KnownRun;
  readonly masker: Masker;
}

/** Sends what the last process of a run that has ended did not get to send. Waits for it, but not for long. */
export async function tellTheRest(context: CommandContext, { root, config, known, masker }: ToldRun): Promise<void> {
  const { surroundings, print } = context;
  const { stored, plan, records } = known;
  const outbound = await openOutbound({
    surroundings,
    root,
    state: stateFolder(root, config.state),
    run: stored.run,
    plan,
    notifications: config.notifications,
    masker,
    warn: print.note,
  });
  outbound.catchUp(records);
  await outbound.close();
}
