import type { ReleaseAction } from './release-action.ts';
import type { BarrierState, RunState, WaveState } from './state.ts';

/**
 * Which chain steps let the lanes of which wave go on.
 * `wave`: nobody alive in the wave is still on the way to it.
 * `release`: nobody alive in any wave is still on the way to it, and the waves before have passed it and come to rest
 * again. So products go one after the other, and inside each product the waves keep their order.
 */
export function openBarriers(state: RunState): readonly ReleaseAction[] {
  return opened(state, (before) => before.unsettled === 0);
}

/**
 * For a run in which nothing moves. After a resume a wave may stand at barriers of its own for one of its lanes that stands
 * at one of the release, which waits for a wave behind; nobody would ever call that rest, so it is called rest now.
 */
export function openStuckBarrier(state: RunState): readonly ReleaseAction[] {
  return opened(state, () => true).slice(0, 1);
}

type Rests = (before: WaveState) => boolean;

function opened(state: RunState, rests: Rests): readonly ReleaseAction[] {
  const actions: ReleaseAction[] = [];
  for (const barrier of state.barriers.values()) {
    for (const wave of state.waves) {
      if ((barrier.standing[wave.index] ?? 0) === 0 || !mayOpen(state, barrier, wave, rests)) continue;
      actions.push({ kind: 'record', event: { type: 'barrier-opened', step: barrier.path, wave: wave.plan.name } });
    }
  }
  return actions;
}

function mayOpen(state: RunState, barrier: BarrierState, wave: WaveState, rests: Rests): boolean {
  if (barrier.kind === 'wave') return (barrier.missing[wave.index] ?? 0) === 0;
  if (barrier.missing.some((missing) => missing > 0)) return false;
  return state.waves
    .slice(0, wave.index)
    .every((before) => (barrier.standing[before.index] ?? 0) === 0 && rests(before));
}
