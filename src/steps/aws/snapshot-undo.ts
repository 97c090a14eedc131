import { removeSnapshot } from '../../aws/snapshots.ts';
import { isOwn, type Tags } from '../../aws/tags.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { StepContext } from '../kind.ts';
import { compensate } from './compensate.ts';
import { pollingOf } from './setting.ts';
import { snapshotJob } from './snapshot-run.ts';

/** Removes the snapshot and what was needed on its way. What others made stays. */
export function undoSnapshot(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return compensate(pollingOf(context, signal), async () => {
    const { setting, id, sharedId, own, source, target } = await snapshotJob(context, signal);
    const isOurs = (tags: Tags): boolean => isOwn(tags, own);
    await removeSnapshot(target, id, isOurs, setting.polling);
    if (source !== undefined) {
      for (const one of [sharedId, id]) await removeSnapshot(source.driver, one, isOurs, setting.polling);
    }
    return { kind: 'succeeded' };
  });
}
