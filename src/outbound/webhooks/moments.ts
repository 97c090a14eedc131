import type { NotificationEvent } from '../../config/model.ts';
import type { JournalRecord, RunEvent } from '../../run/events.ts';

/** A record after which somebody may want to look at the run. */
export interface Moment {
  readonly seq: number;
  readonly event: NotificationEvent;
}

/** Finds the moments of a run, record by record. */
export class Moments {
  /** What the run last waited for, as far as anybody was told. */
  #waitsFor: string | undefined;

  read({ seq, event }: JournalRecord): Moment | undefined {
    const found = this.#eventOf(event);
    return found === undefined ? undefined : { seq, event: found };
  }

  #eventOf(event: RunEvent): NotificationEvent | undefined {
    switch (event.type) {
      case 'run-blocked': {
        // Somebody who resumes too early is told the same on the terminal; the others know it already.
        const gates = [...event.gates].sort().join('\n');
        if (gates === this.#waitsFor) return undefined;
        this.#waitsFor = gates;
        return 'blocked';
      }
      case 'run-paused':
        return 'failed';
      case 'run-finished':
        return event.end === 'failed' ? 'failed' : 'done';
      default:
        return undefined;
    }
  }
}
