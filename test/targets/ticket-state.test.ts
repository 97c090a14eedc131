import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify, identityText, isAlive, isGroupAlive } from '../../src/targets/local/process-table.ts';
import { judge, parseState } from '../../src/targets/local/ticket-state.ts';

const own = identify(process.pid);
const started = own === undefined ? '' : `1 started ${identityText(own)}\n`;
/** A process that existed once, beyond doubt: ours, but begun at another time. */
const dead = own === undefined ? '' : `1 started ${identityText({ ...own, start: '1' })}\n`;
const rebooted = own === undefined ? '' : `1 started ${identityText({ ...own, boot: 'earlier' })}\n`;

/** Judges what the file says at the first look, and at each later one. */
const judged = (first: string, later = first) => {
  const looks = [first, later];
  return judge(() => parseState(looks.shift() ?? later)).kind;
};

describe('ticket state', () => {
  it.each([
    ['a live launcher', started, 'running'],
    ['a live launcher and a torn exit', `${started}exited 1`, 'running'],
    ['an exit', `${dead}exited 3\n`, 'exited'],
    ['an exit after a restart of the machine', `${rebooted}exited 3\n`, 'exited'],
    ['a dead launcher', dead, 'lost'],
    ['a dead launcher and a torn exit', `${dead}exited 3`, 'lost'],
    ['a launcher of an earlier boot', rebooted, 'lost'],
    ['a torn first line', started.trim(), 'lost'],
    ['nothing', '', 'lost'],
    ['zeros, as after a power cut', '\0\0\0\0\n', 'lost'],
    ['a ticket taken by a cancel', '1 cancelled\n', 'never-started'],
    ['a format of the future', '2 started 1 2 3\n', 'lost'],
  ])('judges %s', (_, text, kind) => {
    expect(judged(text)).toBe(kind);
  });

  it('looks again when the launcher turns out dead', () => {
    expect(judged(dead, `${dead}exited 0\n`)).toBe('exited');
  });

  it('takes the first exit', () => {
    expect(parseState(`${dead}exited 1\nexited 137\n`).exitCode).toBe(1);
  });

  it('never throws and never finds an exit in torn text', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), (length) => {
        const whole = `${dead}exited 0\n`;
        const text = whole.slice(0, length);
        expect(judged(text)).toBe(text === whole ? 'exited' : 'lost');
      }),
    );
  });
});

describe('process table', () => {
  it('tells a process from one of the same number', () => {
    expect(own).toBeDefined();
    if (own === undefined) return;
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, start: '1' })).toBe(false);
    expect(isAlive({ ...own, boot: 'earlier' })).toBe(false);
    expect(isGroupAlive({ ...own, start: '1' })).toBe(false);
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});
