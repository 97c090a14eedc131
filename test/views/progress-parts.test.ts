import { expect, test } from 'vitest';
import { plainStyle } from '../../src/diagnostics/style.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { count } from '../../src/views/progress/count.ts';
import { frame } from '../../src/views/progress/frame.ts';
import { bar, eta } from '../../src/views/progress/pace.ts';
import { createScreen } from '../../src/views/progress/screen.ts';
import { createTally } from '../../src/views/progress/tally.ts';
import { widthOf } from '../../src/views/text.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { finished, journal, lane, now, ok, plan, started, wave } from './support.ts';

const options = { columns: 100, rows: 30, style: plainStyle, zone: 'UTC', now: now + 60_000, spinner: '*' };
const shared = lane(null, { kind: 'shared', address: '@prod/portal', project: 'portal' });
const sharing = plan([lane('north'), lane('south'), shared], [wave('shared', [0, 1])]);

function after(events: readonly RunEvent[]) {
  const tally = createTally(sharing);
  for (const record of journal(events)) count(tally, record);
  return tally;
}

const end = (address: string): RunEvent => ({ type: 'lane-finished', lane: address, end: 'succeeded' });

test('what tenants share has a line of its own, also beside a wave of that name', () => {
  const begun = [
    { type: 'wave-started', wave: 'shared' },
    { type: 'lane-started', lane: 'north@prod/ehr' },
    { type: 'lane-started', lane: '@prod/portal' },
  ] as const;
  const [tenants, portal] = after(begun).waves;
  expect([tenants?.phase, tenants?.active.size, portal?.phase, portal?.active.size]).toEqual([
    'running',
    1,
    'running',
    1,
  ]);
  const done = after([...begun, end('@prod/portal'), end('north@prod/ehr'), end('south@prod/ehr')]);
  expect(done.waves.map(({ phase, ended }) => [phase, ended])).toEqual([
    ['running', 2],
    ['finished', 1],
  ]);
});

test('the step that failed first is the reason, unless a later attempt succeeds', () => {
  const node = 'north@prod/ehr/web/migrate#web-1';
  const begun = [
    { type: 'lane-started', lane: 'north@prod/ehr' },
    started(node),
    finished(node, { kind: 'timed-out', message: 'too slow' }),
  ] as const;
  const failed: RunEvent = {
    type: 'lane-finished',
    lane: 'north@prod/ehr',
    end: 'failed',
    reason: 'the deployment failed',
  };
  expect(after([...begun, failed]).failures).toEqual([{ lane: 'north@prod/ehr', node, message: 'too slow' }]);
  const again = [...begun, started(node, 2), finished(node, ok, 2)];
  expect(after([...again, failed]).failures[0]?.message).toBe('the deployment failed');
  expect(frame(after([...begun, started(node, 2)]), options).join('\n')).toContain('web/migrate#web-1 (attempt 2)');
});

test('events about what the plan does not have stop no screen', () => {
  const tally = after([
    started('nobody@prod/ehr/x'),
    end('nobody@prod/ehr'),
    { type: 'wave-started', wave: 'none' },
    { type: 'lane-started', lane: 'x' },
  ]);
  expect(tally.waves.map(({ ended }) => ended)).toEqual([0, 0]);
});

test('names cannot act on the terminal', () => {
  const hostile = 'a\u001b[2J\u202e';
  const tally = createTally(plan([lane(hostile, { address: `${hostile}@prod/ehr` })], [wave(hostile, [0])]));
  const events: readonly RunEvent[] = [
    { type: 'wave-started', wave: hostile },
    { type: 'lane-started', lane: `${hostile}@prod/ehr` },
    { type: 'gate-opened', gate: hostile, kind: 'approval', scope: hostile, waitingFor: hostile },
    { type: 'run-paused', reason: hostile },
  ];
  for (const record of journal(events)) count(tally, record);
  expect(frame(tally, options).join('\n')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

test('a bar is full only when all is done', () => {
  expect([bar(0, 10, 4), bar(5, 10, 4), bar(9_999, 10_000, 4), bar(3, 3, 4), bar(0, 0, 4)]).toEqual([
    '░░░░',
    '██░░',
    '███░',
    '████',
    '████',
  ]);
});

test('nobody guesses the time left from one or two', () => {
  const at = { phase: 'running', base: { at: 0, ended: 0 }, total: 10 } as const;
  const [some] = createTally(sharing).waves;
  if (some === undefined) throw new Error('no wave');
  expect(eta({ ...some, ...at, ended: 2 }, 1000)).toBeUndefined();
  expect(eta({ ...some, ...at, ended: 5 }, 1000)).toBe(1000);
  expect(eta({ ...some, ...at, ended: 10 }, 1000)).toBeUndefined();
});

test('a frame that did not change is not written again, and one that got shorter leaves nothing behind', () => {
  const terminal = fakeTerminal(20, 10);
  const screen = createScreen({ columns: () => 20, write: terminal.write, widthOf });
  screen.draw(['one', 'two', 'three'], []);
  screen.draw(['one', 'two', 'three'], []);
  expect(terminal.writes()).toBe(1);
  screen.draw(['1'], ['above, and longer than the terminal']);
  expect(terminal.lines()).toEqual(['above, and longer th', 'an the terminal', '1']);
  screen.leave();
  screen.draw(['next'], []);
  expect(terminal.lines().slice(-2)).toEqual(['1', 'next']);
});

test('a window that became narrower is drawn over in full', () => {
  let columns = 20;
  const written: string[] = [];
  const screen = createScreen({ columns: () => columns, write: (text) => void written.push(text), widthOf });
  screen.draw(['0123456789abcdef', 'x'], []);
  columns = 8;
  screen.draw(['y'], []);
  // Two rows that the first line is broken into, and one for the second.
  expect(written.at(-1)).toContain('[3A');
});
