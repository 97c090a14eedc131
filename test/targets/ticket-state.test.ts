import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify, isAlive, isGroupAlive, type ProcessIdentity } from '../../src/targets/local/process-table.ts';
import { judge, noteLine, parseNotes } from '../../src/targets/local/ticket-state.ts';

const own = identify(process.pid);
const started = noteLine.started('0.0.1');
const exited = noteLine.exited('0.0.1', 3);
const living = own ?? { pid: 0, start: '', boot: '' };
/** A process that existed once, beyond doubt: ours, but begun at another time. */
const dead = { ...living, start: '1' };
const rebooted = { ...living, boot: 'earlier' };

/** Judges what the notes of a process say at the first look, and at each later one. */
const judged = (writer: ProcessIdentity, first: string, later = first) => {
  const looks = [first, later];
  return judge(() => {
    const note = parseNotes(looks.shift() ?? later).get('0.0.1');
    return note && { ...note, writer };
  }).kind;
};

describe('ticket state', () => {
  it.each([
    ['a live launcher', living, started, 'running'],
    ['a live launcher and a torn exit', living, `${started}exited 0.0.1 1`, 'running'],
    ['an exit', dead, started + exited, 'exited'],
    ['an exit after a restart of the machine', rebooted, started + exited, 'exited'],
    ['a dead launcher', dead, started, 'lost'],
    ['a dead launcher and a torn exit', dead, started + exited.trimEnd(), 'lost'],
    ['a launcher of an earlier boot', rebooted, started, 'lost'],
    ['a torn first line', living, started.trimEnd(), 'lost'],
    ['nothing', living, '', 'lost'],
    ['zeros, as after a power cut', living, '\0\0\0\0\n', 'lost'],
    ['zeros before an exit', dead, `${started}\0\0\0${exited}`, 'lost'],
    ['an exit without a start', dead, exited, 'lost'],
    ['a ticket taken by a cancel', dead, noteLine.cancelled('0.0.1'), 'never-started'],
    ['a format of the future', living, '3 started 0.0.1\n', 'lost'],
    ['another ticket', dead, `${started}${noteLine.started('0.0.11')}${noteLine.exited('0.0.11', 0)}`, 'lost'],
    ['several tickets', dead, `${started}${exited}${noteLine.started('0.1.1')}`, 'exited'],
    ['a ticket that was forgotten', dead, started + exited + noteLine.forgotten('0.0.1'), 'lost'],
    ['a ticket that was forgotten and began anew', living, exited + noteLine.forgotten('0.0.1') + started, 'running'],
  ])('judges %s', (_, writer, text, kind) => {
    expect(judged(writer, text)).toBe(kind);
  });

  it('looks again when the launcher turns out dead', () => {
    expect(judged(dead, started, started + exited)).toBe('exited');
  });

  it('takes the first exit', () => {
    const text = started + noteLine.exited('0.0.1', 1) + noteLine.exited('0.0.1', 137);
    expect(parseNotes(text).get('0.0.1')?.exitCode).toBe(1);
  });

  it('never throws and never finds an exit in torn text', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), (length) => {
        const whole = started + exited;
        const text = whole.slice(0, length);
        expect(judged(dead, text)).toBe(text === whole ? 'exited' : 'lost');
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
