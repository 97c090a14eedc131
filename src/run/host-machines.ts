import type { RunEvent } from './events.ts';
import { openGates } from './fold-gates.ts';
import type { StepExecutor } from './ports.ts';
import type { GateState, RunState } from './state.ts';

/** Nodes whose machine could not be asked: whether it can by now. */
export class AwaitedMachines {
  readonly #state: RunState;
  readonly #executor: StepExecutor;

  constructor(state: RunState, executor: StepExecutor) {
    this.#state = state;
    this.#executor = executor;
  }

  /** Opens the gates of machines that are back. */
  back(): readonly RunEvent[] {
    return openGates(this.#state)
      .filter((gate) => gate.kind === 'target' && this.#canReach(gate))
      .map(({ id }) => ({ type: 'gate-resolved', gate: id, decision: 'passed', by: 'target' }));
  }

  /** Whether an attempt of the lane waits for its machine, where it may be running. */
  waits(lane: number): boolean {
    const { unreached, undoAway } = this.#state.lanes[lane] ?? {};
    return (unreached?.size ?? 0) > 0 || undoAway !== undefined;
  }

  /** An executor that does not know of machines is asked for the attempt itself. */
  #canReach({ node }: GateState): boolean {
    return node !== undefined && (this.#executor.canReach?.(node.lane, node.node) ?? true);
  }
}
