import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttemptOutcome, JournalRecord, RunEvent } from '../../src/run/events.ts';
import { decodeLine, encodeRecord } from '../../src/store/journal-format.ts';

/** Also what JSON has to escape: quotes, control characters, halves of surrogate pairs. */
const text = fc.string({ unit: 'binary' });
const message = text.map((said): AttemptOutcome => ({ kind: 'failed', message: said }));
const outputs = fc.dictionary(text, text).map((found): AttemptOutcome => ({ kind: 'succeeded', outputs: found }));
const outcome = fc.oneof(fc.constant<AttemptOutcome>({ kind: 'succeeded' }), message, outputs);
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant('attempt-started' as const), node: text, attempt: fc.nat(), ticket: text }),
  fc.record({ type: fc.constant('attempt-finished' as const), node: text, attempt: fc.nat(), outcome }),
  fc.record({ type: fc.constant('run-paused' as const), reason: text }),
);

it('writes a record as JSON.stringify does, and reads it back', () => {
  fc.assert(
    fc.property(event, fc.nat(), (said, seq) => {
      const record: JournalRecord = { v: 1, seq, at: '2024-06-01T10:00:00.000Z', event: said, previous: 'genesis' };
      const line = encodeRecord(record);
      expect(line).toBe(JSON.stringify(record));
      expect(decodeLine(line)).toEqual({ kind: 'record', record });
    }),
  );
});
