import type { RunState, WaveState } from './state.ts';

/**
 * Why nothing new may start, or undefined. A wave may have `failuresAllowed` failed tenants; one more halts the run.
 * `onFailure: continue` takes any number. A step that runs once before a wave prepares all its tenants, so its failure
 * always halts.
 */
export function haltReason(state: RunState): string | undefined {
  for (const wave of state.waves) {
    const reason = wave.phase === 'waiting' ? undefined : haltOf(state, wave);
    if (reason !== undefined) return reason;
  }
  return state.rejected;
}

function haltOf(state: RunState, wave: WaveState): string | undefined {
  const { name, failuresAllowed } = wave.plan;
  if (wave.failed.before > 0) return `a step before wave ${name} failed`;
  if (state.plan.header.onFailure === 'continue') return undefined;
  if (wave.failed.after > 0) return `a step after wave ${name} failed`;
  if (wave.failed.tenants <= failuresAllowed) return undefined;
  return `${wave.failed.tenants} failed in wave ${name}, ${failuresAllowed} may fail`;
}

export function undoesOnFailure(state: RunState): boolean {
  return state.plan.header.onFailure === 'undo';
}
