import type { NotificationConfig } from '../../config/model.ts';
import type { SecretReference } from '../../config/scope.ts';
import type { Plan } from '../../plan/model.ts';
import type { JournalRecord } from '../../run/events.ts';
import { fold } from '../../run/fold.ts';
import type { RunState } from '../../run/state.ts';
import type { SecretSource } from '../../secrets/secret-source.ts';
import { statusDocument } from '../../views/status/document.ts';
import { deliver, type Patience } from '../deliver.ts';
import type { Notes } from '../notes.ts';
import { type NotificationDocument, notificationBody, notificationDocument } from './body.ts';
import { type Moment, Moments } from './moments.ts';
import { webhookHeaders } from './sign.ts';

export interface WebhookOptions {
  readonly plan: Plan;
  readonly notifications: readonly NotificationConfig[];
  readonly secrets: SecretSource;
  readonly notes: Notes;
  readonly patience: Patience;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told, in one line, of what could not be sent. */
  readonly warn: (line: string) => void;
}

/**
 * Tells webhooks how a run stands. What it does goes on beside the run: nothing waits for it but the end of the process,
 * and nothing that goes wrong here is more than a warning.
 */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #moments = new Moments();
  readonly #stop = new AbortController();
  readonly #under = new Set<Promise<void>>();

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** What an earlier process wrote down; it may have died before it told anybody. */
  catchUp(records: readonly JournalRecord[]): void {
    for (const [place, record] of records.entries()) {
      const moment = this.#moments.read(record);
      if (moment === undefined || this.#missing(moment).length === 0) continue;
      this.#tell(moment, record, fold(this.#options.plan, records.slice(0, place + 1)));
    }
  }

  /** Records that are durable now, and the state after them. */
  read(records: readonly JournalRecord[], state: RunState): void {
    for (const record of records) {
      const moment = this.#moments.read(record);
      if (moment !== undefined) this.#tell(moment, record, state);
    }
  }

  /** Waits for what is under way, but no longer than this. */
  async close(milliseconds: number): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(), milliseconds);
    await Promise.all(this.#under);
    clearTimeout(timer);
  }

  #missing({ seq, event }: Moment): readonly NotificationConfig[] {
    const { notifications, notes } = this.#options;
    const told = notes.all().flatMap((note) => (note.kind === 'webhook' && note.seq === seq ? [note.name] : []));
    return notifications.filter(({ name, on }) => on.includes(event) && !told.includes(name));
  }

  #tell(moment: Moment, { at }: JournalRecord, state: RunState): void {
    const missing = this.#missing(moment);
    if (missing.length === 0) return;
    const document = notificationDocument(statusDocument(state), moment, at);
    for (const notification of missing) {
      const sending: Promise<void> = this.#send(notification, document, moment).finally(() =>
        this.#under.delete(sending),
      );
      this.#under.add(sending);
    }
  }

  async #send(notification: NotificationConfig, document: NotificationDocument, { seq }: Moment): Promise<void> {
    const { warn, notes, patience, now } = this.#options;
    const { name, format, url } = notification;
    const failed = (why: string): void =>
      warn(`notification ${name} was not told that the run is ${document.state}: ${why}`);
    try {
      const address = url.kind === 'text' ? { ok: true as const, value: url.text } : await this.#secret(url.secret);
      const key = notification.key === undefined ? undefined : await this.#secret(notification.key);
      if (!address.ok) return failed(address.why);
      if (key?.ok === false) return failed(key.why);
      const body = notificationBody(document, format);
      const headers = webhookHeaders(document.id, Math.floor(now() / 1000), body, key?.value);
      const posted = await deliver({ url: address.value, headers, body }, patience, this.#stop.signal);
      if (posted.kind === 'taken') notes.add({ kind: 'webhook', name, seq });
      else failed(posted.reason);
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
  }

  async #secret(
    reference: SecretReference,
  ): Promise<{ readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string }> {
    const read = await this.#options.secrets.read(reference);
    return read.ok ? { ok: true, value: read.value } : { ok: false, why: read.diagnostic.summary };
  }
}
