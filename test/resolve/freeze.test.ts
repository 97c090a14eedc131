import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Freeze } from '../../src/config/model.ts';
import { freezeWindows, frozenAt } from '../../src/resolve/freeze.ts';
import { instantsOf, isTimeZone, parseLocal } from '../../src/resolve/wall-clock.ts';
import { at, selector, tenant } from './support.ts';

function freeze(from: string, to: string, parts: Partial<Freeze> = {}): Freeze {
  return {
    name: 'winter',
    from,
    to,
    zone: 'Europe/London',
    environments: ['prod'],
    span: at('release.config.yaml'),
    ...parts,
  };
}

function local(text: string, zone: string): string[] {
  const { earliest, latest } = instantsOf(parseLocal(text) ?? Number.NaN, zone);
  return [earliest, latest].map((instant) => new Date(instant).toISOString().slice(0, 19));
}

describe('local times', () => {
  it.each([
    ['2026-01-15T12:00', 'Europe/London', '2026-01-15T12:00:00', '2026-01-15T12:00:00'],
    ['2026-07-15T12:00', 'Europe/London', '2026-07-15T11:00:00', '2026-07-15T11:00:00'],
    ['2026-07-15T12:00', 'Asia/Kolkata', '2026-07-15T06:30:00', '2026-07-15T06:30:00'],
    // The clock goes from 01:00 to 02:00: 01:30 is not shown, the jump stands for it.
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:00:00', '2026-03-29T01:00:00'],
    // The clock goes from 02:00 back to 01:00: 01:30 is shown twice.
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00', '2026-10-25T01:30:00'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00', '2026-04-04T15:15:00'],
    // Samoa left out the whole day.
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00:00', '2011-12-30T10:00:00'],
  ])('%s in %s', (text, zone, earliest, latest) => {
    expect(local(text, zone)).toEqual([earliest, latest]);
  });

  it('refuses dates that are none, and zones that are none', () => {
    for (const text of [
      '2026-02-30T00:00',
      '2026-01-01',
      '2026-13-01T00:00',
      '2026-01-01T24:00',
      'soon',
      '2026-01-01T00:00Z',
    ]) {
      expect(parseLocal(text)).toBeUndefined();
    }
    expect(isTimeZone('Europe/London')).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
  });

  it('never goes backwards when the wall time goes forward', () => {
    const minute = 60_000;
    const start = parseLocal('2026-01-01T00:00') ?? 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 525_600 }),
        fc.integer({ min: 1, max: 600 }),
        fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
        (minutes, later, zone) => {
          const first = instantsOf(start + minutes * minute, zone);
          const second = instantsOf(start + (minutes + later) * minute, zone);
          expect(first.earliest).toBeLessThanOrEqual(second.earliest);
          expect(first.latest).toBeLessThanOrEqual(second.latest);
        },
      ),
    );
  });
});

describe('frozenAt', () => {
  const { windows } = freezeWindows([freeze('2026-12-20T00:00', '2027-01-04T00:00')]);
  const now = (text: string): number => Date.parse(text);

  it('holds from the start until just before the end, where it applies', () => {
    const until = now('2027-01-04T00:00Z');
    expect(frozenAt(windows, tenant('a'), 'prod', now('2026-12-19T23:59:59Z'))).toBeUndefined();
    expect(frozenAt(windows, tenant('a'), 'prod', now('2026-12-20T00:00Z'))).toMatchObject({ until });
    expect(frozenAt(windows, undefined, 'prod', until - 1)).toMatchObject({ until });
    expect(frozenAt(windows, tenant('a'), 'prod', until)).toBeUndefined();
    expect(frozenAt(windows, tenant('a'), 'test', until - 1)).toBeUndefined();
  });

  it('concerns the tenants it names, and all environments when it names none', () => {
    const tenants = selector({ kind: 'names', names: ['a'], span: at('release.config.yaml') });
    const some = freezeWindows([freeze('2026-01-01T00:00', '2026-02-01T00:00', { tenants, environments: [] })]).windows;
    const inside = now('2026-01-10T00:00Z');
    expect(frozenAt(some, tenant('a'), 'anywhere', inside)).toBeDefined();
    expect(frozenAt(some, tenant('b'), 'anywhere', inside)).toBeUndefined();
    expect(frozenAt(some, undefined, 'anywhere', inside)).toBeUndefined();
  });

  it('goes on through a freeze that follows at once', () => {
    const following = freezeWindows([
      freeze('2026-02-01T00:00', '2026-03-01T00:00'),
      freeze('2026-01-01T00:00', '2026-02-01T00:00', { name: 'first' }),
    ]).windows;
    expect(frozenAt(following, undefined, 'prod', now('2026-01-10T00:00Z'))).toMatchObject({
      freeze: { name: 'first' },
      until: now('2026-03-01T00:00Z'),
    });
  });

  it('covers the whole repeated hour when clocks go back', () => {
    const night = freezeWindows([freeze('2026-10-25T01:30', '2026-10-25T01:45')]).windows;
    for (const text of ['00:30', '01:10', '01:44']) {
      expect(frozenAt(night, undefined, 'prod', now(`2026-10-25T${text}:00Z`))).toBeDefined();
    }
    expect(frozenAt(night, undefined, 'prod', now('2026-10-25T01:45:00Z'))).toBeUndefined();
  });

  it('reports what cannot be read', () => {
    const codes = (one: Freeze) => freezeWindows([one]).diagnostics.map(({ code }) => code);
    expect(codes(freeze('2026-02-30T00:00', '2026-03-01T00:00'))).toEqual(['REL1312']);
    expect(codes(freeze('2026-02-01T00:00', 'later'))).toEqual(['REL1312']);
    expect(codes(freeze('2026-02-01T00:00', '2026-03-01T00:00', { zone: 'Mars/Base' }))).toEqual(['REL1312']);
    expect(codes(freeze('2026-03-01T00:00', '2026-02-01T00:00'))).toEqual(['REL1313']);
  });
});
