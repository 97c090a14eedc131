import { AwsFailure } from '../../aws/failure.ts';
import { type Polling, pause, Stopped } from '../../aws/poll.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import { failed } from '../kind.ts';

const tries = 20;
const longestPause = 30_000;

/**
 * Takes something back. While AWS cannot be asked it waits and tries again, because what it leaves behind nobody else
 * removes; then it fails, and a resume of the run begins where it was.
 */
export async function compensate(polling: Polling, act: () => Promise<AttemptOutcome>): Promise<AttemptOutcome> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Stopped) return { kind: 'cancelled' };
      if (!(error instanceof AwsFailure)) throw error;
      if (error.reason !== 'cannot-observe' || tried >= tries) return failed(error.message);
      await pause(polling, Math.min(longestPause, polling.every * tried)).catch(() => undefined);
    }
  }
}
