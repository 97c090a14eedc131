import type { RunHandle, RunResult } from '../run/host-types.ts';
import type { StopSignal, Surroundings } from './surroundings.ts';

/** How long a second Ctrl-C is waited for after the first stopped a run whose scripts go on, in milliseconds. */
const secondChanceMilliseconds = 1_500;

export interface Stopping {
  readonly result: Promise<RunResult>;
  /** The handle that drives the run now. */
  readonly handle: () => RunHandle;
  /** The signal that stopped it, if one did. */
  readonly stopped: () => StopSignal | undefined;
  /** Signals do again what they do by themselves. */
  readonly release: () => void;
}

/**
 * Drives a run under signals. The first one stops starting, writes down what is known, and leaves running scripts
 * alone; they are found again by `release resume`. A second Ctrl-C cancels the run and with it what still runs: the
 * run is opened once more for that, as `release cancel` would.
 */
export function stopOnSignals(
  surroundings: Surroundings,
  start: () => RunHandle,
  say: (text: string) => void,
  run: string,
): Stopping {
  let stopped: StopSignal | undefined;
  let cancelling = false;
  let second: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    second = resolve;
  });
  let handle = start();
  const release = surroundings.onSignal((signal) => {
    if (stopped === undefined) {
      stopped = signal;
      handle.interrupt();
      if (signal === 'SIGINT') say(`stopping; go on with release resume ${run}; Ctrl-C again cancels what runs`);
      return;
    }
    if (cancelling || signal !== 'SIGINT') return;
    cancelling = true;
    say('cancelling what runs');
    second();
  });
  const drive = async (): Promise<RunResult> => {
    const first = await handle.result;
    const goesOn = first.kind === 'interrupted' && (handle.state()?.inFlight ?? 0) > 0;
    if (!goesOn || stopped !== 'SIGINT') return first;
    if (!cancelling) await Promise.race([asked, pause(secondChanceMilliseconds)]);
    if (!cancelling) return first;
    handle = start();
    handle.cancel('Ctrl-C');
    return handle.result;
  };
  return { result: drive(), handle: () => handle, stopped: () => stopped, release };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
