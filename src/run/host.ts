import type { JournalRecord } from './events.ts';
import { fold } from './fold.ts';
import { messageOf } from './host-flights.ts';
import { HostLoop } from './host-loop.ts';
import type { HostOptions, RunHandle, RunResult } from './host-types.ts';
import type { JournalWriter } from './ports.ts';

/**
 * Drives a run that is in the store: starts it when its journal is empty, resumes it otherwise. The only process that
 * writes the run's journal while it lasts. Never throws and never leaves a rejected promise behind: whatever breaks
 * becomes a result.
 */
export function openRun(options: HostOptions): RunHandle {
  const orders: ((loop: HostLoop) => void)[] = [];
  let loop: HostLoop | undefined;
  const give = (order: (loop: HostLoop) => void): void => {
    if (loop === undefined) orders.push(order);
    else order(loop);
  };
  const drive = async (): Promise<RunResult> => {
    const opened = await options.store.openJournal(options.run, options.runner);
    switch (opened.kind) {
      case 'opened':
        options.onOpened?.(opened.previous);
        loop = startLoop(options, opened.writer, opened.records);
        for (const order of orders) order(loop);
        return loop.result;
      case 'held':
        return { kind: 'lock-held', key: `run ${options.run}`, holder: opened.holder };
      case 'damaged':
        return { kind: 'errored', message: `the journal is damaged at line ${opened.line}: ${opened.reason}` };
      case 'not-found':
        return { kind: 'errored', message: `there is no run ${options.run}` };
      default:
        return opened satisfies never;
    }
  };
  return {
    result: drive().catch((error: unknown) => ({ kind: 'errored', message: messageOf(error) })),
    state: () => loop?.state,
    interrupt: () => give((one) => one.interrupt()),
    cancel: (by) => give((one) => one.cancel(by)),
  };
}

function startLoop(options: HostOptions, writer: JournalWriter, records: readonly JournalRecord[]): HostLoop {
  const { plan, known } = options;
  const state = known?.records === records ? known.state : fold(plan, records);
  const loop = new HostLoop(options, writer, state);
  loop.start();
  return loop;
}
