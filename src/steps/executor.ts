import type { AttemptOutcome } from '../run/events.ts';
import { maskedOutcome } from '../run/masked-event.ts';
import type { ExecuteRequest, Observation, StepExecutor } from '../run/ports.ts';
import { isTarget } from '../targets/registry.ts';
import { TargetAway } from '../targets/target-away.ts';
import { Attempt, attemptTools } from './attempt.ts';
import { AwayNotices } from './away-notices.ts';
import type { ExecutorOptions } from './executor-options.ts';
import { errored } from './kind.ts';

/**
 * Performs the steps of one plan. It keeps no state that matters: asked again with the same ticket, by this process or
 * by another one, it leads to the same end and runs no script twice.
 */
export function createExecutor(options: ExecutorOptions): StepExecutor {
  const tools = attemptTools(options);
  const { masker, notice = () => {} } = options;
  const away = new AwayNotices(notice);

  const perform = async (
    request: ExecuteRequest,
    signal: AbortSignal,
    act: (attempt: Attempt) => Promise<AttemptOutcome>,
  ): Promise<AttemptOutcome> => {
    const attempt = new Attempt(tools, request);
    const { target } = attempt;
    const watched = isTarget(target) ? away.watch(target, attempt) : undefined;
    try {
      return maskedOutcome(await act(attempt), masker.mask);
    } catch (error) {
      return maskedOutcome(outcomeOf(options, attempt, error, signal), masker.mask);
    } finally {
      watched?.();
      await attempt.end();
    }
  };

  const observe = async (request: ExecuteRequest): Promise<Observation> => {
    const attempt = new Attempt(tools, request);
    try {
      return await attempt.observe();
    } catch (error) {
      // It is not asked for again before its machine is back: see `canReach`.
      if (error instanceof TargetAway) return { kind: 'finished', outcome: notReached(error, true) };
      return { kind: 'cannot-tell', message: messageOf(options, attempt, error) };
    } finally {
      await attempt.end();
    }
  };

  return {
    execute: (request, { signal }) => perform(request, signal, (attempt) => attempt.run(signal)),
    undo: async (request, { signal }) => {
      const outcome = await perform(request, signal, (attempt) => attempt.undo(signal));
      return outcome.kind === 'awaiting' && outcome.gate !== 'target' ? errored(outcome.waitingFor) : outcome;
    },
    canReach: (lane, node) => {
      const target = tools.targetOf(tools.readNode({ lane, node }).target);
      return !isTarget(target) || target.isThere?.() !== false;
    },
    observe: async (request) => {
      const seen = await observe(request);
      if (seen.kind === 'finished') return { ...seen, outcome: maskedOutcome(seen.outcome, masker.mask) };
      return seen.kind === 'cannot-tell' ? { ...seen, message: masker.mask(seen.message) } : seen;
    },
    canUndoFailed: (lane, node) => {
      const kind = options.kinds.get(tools.readNode({ lane, node }).step.kind);
      return kind?.undo !== undefined && kind.info.undoFailed === true;
    },
    isCommit: (lane, node) => {
      const { step } = tools.readNode({ lane, node });
      return options.kinds.get(step.kind)?.info.commits?.(step.with) === true;
    },
    canUndo: (lane, node) => {
      const { step, target } = tools.readNode({ lane, node });
      const made = tools.targetOf(target);
      if (isTarget(made) && made.bundles !== undefined) return false;
      const kind = options.kinds.get(step.kind);
      return kind?.undo !== undefined && kind.info.undo;
    },
  };
}

function outcomeOf(options: ExecutorOptions, attempt: Attempt, error: unknown, signal: AbortSignal): AttemptOutcome {
  if (error instanceof TargetAway) return notReached(error, attempt.mayHaveHeard);
  if (signal.aborted && error instanceof Error && error.name === 'AbortError') return { kind: 'cancelled' };
  return errored(messageOf(options, attempt, error));
}

/** Nobody knows how far it got: the same attempt goes on, or is stopped, when its machine can be asked again. */
function notReached({ message, lasting }: TargetAway, heard: boolean): AttemptOutcome {
  if (lasting) return { kind: 'unknown', message };
  return { kind: 'awaiting', gate: 'target', waitingFor: message, ...(!heard && { unheard: true }) };
}

/** The system's refusals are told as they are; anything else that is thrown is a mistake of the kind, or ours. */
function messageOf(options: ExecutorOptions, { kindName }: Attempt, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'syscall' in error) return `the system refused: ${message}`;
  options.onBug?.(error, kindName);
  return `the step kind ${kindName} broke: ${message}`;
}
