import type { RunEvent } from './events.ts';
import { openGates } from './fold-gates.ts';
import type { ReleaseAction } from './release-action.ts';
import type { GateState, RunState, WaveState } from './state.ts';

type GateEvent = Omit<Extract<RunEvent, { readonly type: 'gate-opened' }>, 'type'>;

/** Gates that time has opened. */
export function passGates(state: RunState, now: number): readonly ReleaseAction[] {
  return openGates(state)
    .filter((gate) => gate.until !== undefined && gate.until <= now)
    .map(({ id }) => act({ type: 'gate-resolved', gate: id, decision: 'passed', by: 'time' }));
}

/** The gates before a wave, and its start once nothing keeps it. */
export function openWave(state: RunState, wave: WaveState, now: number): readonly ReleaseAction[] {
  const wanted = [...approval(wave), ...soak(state, wave, now)];
  const missing = wanted.filter(({ gate }) => !state.gates.has(gate));
  if (missing.length > 0) return missing.map((gate) => act({ type: 'gate-opened', ...gate }));
  const closed = wanted.some(({ gate }) => !isOpen(state.gates.get(gate)));
  return closed ? [] : [act({ type: 'wave-started', wave: wave.plan.name })];
}

function isOpen(gate: GateState | undefined): boolean {
  return gate?.decision !== undefined && gate.decision.decision !== 'rejected';
}

function approval(wave: WaveState): readonly GateEvent[] {
  const { name, approve } = wave.plan;
  if (!approve) return [];
  return [{ gate: `approve:${name}`, kind: 'approval', scope: name, waitingFor: `approval of wave ${name}` }];
}

/** The wave before says how long its version must have been out there. */
function soak(state: RunState, wave: WaveState, now: number): readonly GateEvent[] {
  const before = state.waves[wave.index - 1];
  if (before === undefined || before.plan.soakSeconds === 0) return [];
  const gate = `soak:${wave.plan.name}`;
  const until = before.restedAt + before.plan.soakSeconds * 1000;
  if (until <= now && !state.gates.has(gate)) return [];
  const waitingFor = `wave ${before.plan.name} to have run for ${before.plan.soakSeconds} s`;
  return [{ gate, kind: 'soak', scope: wave.plan.name, waitingFor, until: new Date(until).toISOString() }];
}

function act(event: RunEvent): ReleaseAction {
  return { kind: 'record', event };
}
