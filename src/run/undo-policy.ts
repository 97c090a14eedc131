import type { DeploymentInput } from './decide-deployment.ts';
import type { StepExecutor } from './ports.ts';

/** What the kinds of the steps say about undoing a lane. */
export function undoPolicy(
  executor: StepExecutor,
  lane: number,
): Required<Pick<DeploymentInput, 'canUndo' | 'canUndoFailed' | 'isCommit'>> {
  return {
    canUndo: (node) => executor.canUndo(lane, node),
    canUndoFailed: (node) => executor.canUndoFailed?.(lane, node) === true,
    isCommit: (node) => executor.isCommit?.(lane, node) === true,
  };
}
