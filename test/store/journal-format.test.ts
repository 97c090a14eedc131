import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttemptOutcome, JournalRecord, RunEvent } from '../../src/run/events.ts';
import { decodeLine, encodeRecord, genesis, lineDigest, linkLines, unlinked } from '../../src/store/journal-format.ts';

/** Also what JSON has to escape: quotes, control characters, halves of surrogate pairs. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
const message = text.map((said): AttemptOutcome => ({ kind: 'failed', message: said }));
const outputs = fc.dictionary(text, text).map((found): AttemptOutcome => ({ kind: 'succeeded', outputs: found }));
const outcome = fc.oneof(fc.constant<AttemptOutcome>({ kind: 'succeeded' }), message, outputs);
const attempt = fc.oneof(fc.constant(1), fc.nat());
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant('attempt-started' as const), node: text, attempt, ticket: text }),
  fc.record({ type: fc.constant('attempt-finished' as const), node: text, attempt, outcome }),
  fc.record({ type: fc.constant('run-paused' as const), reason: text }),
);
const time = fc.constantFrom('2024-06-01T10:00:00.000Z', '2024-06-01T10:00:00.001Z');
const record: fc.Arbitrary<JournalRecord> = fc
  .tuple(fc.nat(), time, event, fc.boolean())
  .map(([seq, at, said, synced]) => ({ v: 1, seq, at, event: said, ...(synced && { synced }) }));

it('writes a record as JSON.stringify does, and reads it back', () => {
  fc.assert(
    fc.property(record, fc.constantFrom(genesis, unlinked), (made, previous) => {
      const line = encodeRecord(made, previous);
      expect(line).toBe(`${JSON.stringify({ ...made, previous })}\n`);
      expect(decodeLine(line)).toEqual({ kind: 'record', record: made, previous });
    }),
    { numRuns: 1000 },
  );
});

it('links lines as if each had been made with the digest of the one before', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), lengths, (made, parts) => {
      const wanted: string[] = [];
      let previous = genesis;
      for (const one of made) {
        const line = encodeRecord(one, previous);
        previous = lineDigest(line.slice(0, -1));
        wanted.push(line);
      }
      const linked: string[] = [];
      let before = genesis;
      for (let from = 0, turn = 0; from < made.length; turn += 1) {
        const upTo = from + (parts[turn % parts.length] ?? 1);
        const some = made
          .slice(from, upTo)
          .map((one, place) => encodeRecord(one, from + place === 0 ? genesis : unlinked));
        const bytes = Buffer.from(some.join(''));
        before = linkLines(bytes, before);
        linked.push(bytes.toString());
        from = upTo;
      }
      expect(linked.join('')).toBe(wanted.join(''));
      expect(before).toBe(previous);
    }),
  );
});
