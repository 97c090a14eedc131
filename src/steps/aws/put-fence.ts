import { acquireFence, decodeEntry, endFence, type FenceEntry, readLog } from '../../aws/fence.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import { failed, type StepContext } from '../kind.ts';
import { durationInput, textInput } from '../read-inputs.ts';
import { compensate } from './compensate.ts';
import { perform } from './perform.ts';
import { pollingOf, type Setting, settingOf } from './setting.ts';

const usualLease = 6 * 3_600_000;

export function appendFence(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return perform(async () => {
    const setting = settingOf(context, signal);
    const path = textInput(context.inputs, 'name') ?? '';
    const now = context.clock.now();
    const until = new Date(now + (durationInput(context.inputs, 'lease') ?? usualLease)).toISOString();
    const result = await acquireFence(setting.account, path, { ...entryOf(context, setting, 'begin'), until }, signal);
    if (result.kind === 'busy') {
      const { run, release, at } = result.holder;
      return failed(
        `${setting.namespace} is busy: run ${run} of release ${release} deploys there since ${at} (${result.name})`,
      );
    }
    const { owner, generation } = setting;
    return { kind: 'succeeded', outputs: { name: result.name, fence: result.name, owner, generation } };
  });
}

/** Lets the namespace go. A deployment that was committed, or taken over, has nothing left to let go. */
export function undoFence(context: StepContext, signal: AbortSignal): Promise<AttemptOutcome> {
  return compensate(pollingOf(context, signal), async () => {
    const setting = settingOf(context, signal);
    const path = textInput(context.inputs, 'name') ?? '';
    const head = (await readLog(setting.account, path)).at(-1);
    const entry = head && decodeEntry(head.value);
    if (head === undefined || entry?.kind !== 'begin' || entry.owner !== setting.owner) return { kind: 'succeeded' };
    await endFence(setting.account, { name: head.name, owner: setting.owner }, entryOf(context, setting, 'aborted'));
    return { kind: 'succeeded' };
  });
}

export function entryOf<K extends FenceEntry['kind']>(
  { facts, clock }: StepContext,
  { owner, release, generation }: Setting,
  kind: K,
): FenceEntry & { readonly kind: K } {
  return { kind, owner, run: facts.run, release, generation, at: new Date(clock.now()).toISOString() };
}
