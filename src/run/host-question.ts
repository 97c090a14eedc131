import type { DeploymentInput } from './decide-deployment.ts';
import type { Capacities } from './host-capacities.ts';
import type { StepExecutor } from './ports.ts';

/** What a host tells a lane when it asks what comes next. One for all lanes, because it is asked after every event. */
export class LaneQuestion implements DeploymentInput {
  /** When the host began to decide. */
  now = 0;
  limit = 0;
  halted = false;
  readonly undoOnFailure: boolean;
  // What the kinds of the steps say about undoing the lane.
  readonly canUndo: (node: number) => boolean;
  readonly canUndoFailed: (node: number) => boolean;
  readonly isCommit: (node: number) => boolean;
  readonly mustWait: (node: number) => boolean;
  #lane = 0;

  constructor(executor: StepExecutor, undoOnFailure: boolean, capacities: Capacities) {
    this.undoOnFailure = undoOnFailure;
    this.canUndo = (node) => executor.canUndo(this.#lane, node);
    this.canUndoFailed = (node) => executor.canUndoFailed?.(this.#lane, node) === true;
    this.isCommit = (node) => executor.isCommit?.(this.#lane, node) === true;
    this.mustWait = (node) => capacities.isFull(this.#lane, node);
  }

  /** Holds until the next lane is asked. */
  about(lane: number, limit: number, halted: boolean): DeploymentInput {
    this.#lane = lane;
    this.limit = limit;
    this.halted = halted;
    return this;
  }
}
