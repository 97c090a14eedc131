import { approversOf, mayDecide } from './approval.ts';
import { openGates } from './fold-gates.ts';
import type { Recorder } from './host-recorder.ts';
import type { HostOptions } from './host-types.ts';
import type { Signal } from './ports.ts';
import type { RunState } from './state.ts';

/** What people tell the run from other processes. */
export class SignalBox {
  readonly #options: HostOptions;
  readonly #state: RunState;
  readonly #recorder: Recorder;
  readonly #onCancel: () => void;
  readonly #seen = new Set<string>();
  #polling: Promise<boolean> | undefined;

  constructor(options: HostOptions, state: RunState, recorder: Recorder, onCancel: () => void) {
    this.#options = options;
    this.#state = state;
    this.#recorder = recorder;
    this.#onCancel = onCancel;
  }

  /** Obeys what has come in since; true when that changed anything. One look at a time. */
  poll(): Promise<boolean> {
    this.#polling ??= this.#look().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #look(): Promise<boolean> {
    const { store, run } = this.#options;
    let changed = false;
    for (const { id, signal } of await store.signals(run)) {
      if (this.#seen.has(id) || this.#state.status === 'finished' || this.#state.status === 'paused') continue;
      this.#seen.add(id);
      const refusal = this.#obey(signal);
      if (refusal === undefined) changed = true;
      else this.#options.onRefused?.(refusal);
      this.#recorder.afterWrite(() => this.#take(id));
    }
    return changed;
  }

  /** Taken only after its event is durable. A signal that stays is obeyed once all the same. */
  #take(id: string): void {
    this.#options.store.take(this.#options.run, id).catch(() => undefined);
  }

  /** Says why not, if so. */
  #obey(signal: Signal): string | undefined {
    if (signal.kind === 'cancel') {
      if (this.#state.cancelling) return undefined;
      this.#recorder.record({ type: 'cancel-requested', by: signal.by });
      this.#onCancel();
      return undefined;
    }
    const { gate: id, decision, by, note, results } = signal;
    if (signal.planDigest !== this.#options.planDigest) return `${by} ${decision} ${id} for another plan`;
    const gate = openGates(this.#state).find((one) => one.id === id);
    if (gate === undefined) return `${by} ${decision} ${id}, which waits for nobody`;
    if (gate.kind === 'lock' || gate.kind === 'target' || gate.kind === 'lifecycle')
      return `${id} is not for a person to decide`;
    if (!mayDecide(this.#state, gate, by))
      return `${by} ${decision} ${id}, which only ${approversOf(this.#state, gate).join(', ')} may decide`;
    const more = { ...(note === undefined ? {} : { note }), ...(results === undefined ? {} : { results }) };
    this.#recorder.record({ type: 'gate-resolved', gate: id, decision, by, ...more });
    return undefined;
  }
}
