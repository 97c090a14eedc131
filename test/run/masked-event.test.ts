import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { maskedEvent } from '../../src/run/masked-event.ts';
import { createMasker } from '../../src/secrets/masker.ts';

function masked(event: RunEvent, ...secrets: readonly string[]): RunEvent {
  const masker = createMasker();
  for (const secret of secrets) masker.add(secret);
  return maskedEvent(event, masker.mask);
}

describe('what people, steps and machines say', () => {
  const said: readonly RunEvent[] = [
    { type: 'lane-finished', lane: 'a@test/app', end: 'failed', reason: 'it could not be undone: hunter2' },
    { type: 'node-decided', node: 'a@test/app/x', decision: 'skip', by: 'hunter2', note: 'hunter2 is wrong' },
    { type: 'gate-opened', gate: 'g', kind: 'target', scope: 'a@test/app/x', waitingFor: 'a machine: hunter2' },
    { type: 'gate-resolved', gate: 'g', decision: 'rejected', by: 'hunter2', note: 'hunter2' },
    {
      type: 'gate-resolved',
      gate: 'g',
      decision: 'approved',
      by: 'receipt',
      results: [{ node: 'a@test/app/x', how: 'succeeded', outputs: { key: 'hunter2' } }],
    },
    { type: 'cancel-requested', by: 'hunter2' },
    { type: 'run-paused', reason: 'hunter2' },
    ...(['failed', 'errored', 'timed-out', 'unknown'] as const).map(
      (kind): RunEvent => ({
        type: 'attempt-finished',
        node: 'a@test/app/x',
        attempt: 1,
        outcome: { kind, message: 'no: hunter2' },
      }),
    ),
    {
      type: 'attempt-finished',
      node: 'a@test/app/x',
      attempt: 1,
      outcome: { kind: 'succeeded', outputs: { key: 'hunter2', deep: { hunter2: ['hunter2'] } } },
    },
    {
      type: 'undo-finished',
      node: 'a@test/app/x',
      outcome: { kind: 'awaiting', gate: 'target', waitingFor: 'hunter2' },
    },
    { type: 'undo-finished', node: 'a@test/app/x', outcome: { kind: 'skipped', reason: 'hunter2' } },
  ];
  it.each(said)('has no secret in it: $type', (event) => {
    const text = JSON.stringify(masked(event, 'hunter2'));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('***');
  });

  it('has no secret in it when a script gives it out as a number', () => {
    const outcome = { kind: 'succeeded', outputs: { pin: 4711, count: 12 } } as const;
    const event = masked({ type: 'attempt-finished', node: 'n', attempt: 1, outcome }, '4711');
    expect(event).toMatchObject({ outcome: { outputs: { pin: '***', count: 12 } } });
  });
});

describe('what the plan and the journal say', () => {
  it('stays, though it looks like a secret', () => {
    const event = { type: 'attempt-started', node: 'pin@prod/app/7', attempt: 7, ticket: 'r.7.7.7' } as const;
    expect(masked(event, '7', 'prod', 'attempt-started')).toBe(event);
    const end = { type: 'attempt-finished', node: 'a@prod/app/x', attempt: 1, outcome: { kind: 'succeeded' } } as const;
    expect(masked(end, 'succeeded', 'prod')).toBe(end);
  });
});
