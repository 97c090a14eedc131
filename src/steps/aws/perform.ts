import { AwsFailure } from '../../aws/failure.ts';
import { Stopped } from '../../aws/poll.ts';
import type { AttemptOutcome } from '../../run/events.ts';
import type { Observation } from '../../run/ports.ts';
import { failed } from '../kind.ts';

/**
 * What cannot be observed is unknown, which stops the deployment where it is: nothing is undone on a guess. All other
 * refusals are failures.
 */
export async function perform(act: () => Promise<AttemptOutcome>): Promise<AttemptOutcome> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'cancelled' };
    if (!(error instanceof AwsFailure)) throw error;
    if (error.reason !== 'cannot-observe') return failed(error.message);
    return { kind: 'unknown', message: `AWS cannot be asked: ${error.message}` };
  }
}

/** To look is what `run` does first anyway, so that it may be called again at any time; here it only finds out whether it began. */
export async function observe(look: () => Promise<boolean>): Promise<Observation> {
  try {
    return (await look()) ? { kind: 'running' } : { kind: 'never-started' };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    if (error.reason !== 'cannot-observe') return { kind: 'running' };
    return { kind: 'cannot-tell', message: `AWS cannot be asked: ${error.message}` };
  }
}
