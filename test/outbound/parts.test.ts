import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Notes } from '../../src/outbound/notes.ts';
import { isSampled, readTraceparent, spanIdOf, traceIdOf } from '../../src/outbound/traces/context.ts';
import { readTraceSettings } from '../../src/outbound/traces/settings.ts';
import { notificationBody, notificationDocument } from '../../src/outbound/webhooks/body.ts';
import { fold } from '../../src/run/fold.ts';
import { statusDocument } from '../../src/views/status/document.ts';
import { bigRun } from '../views/report/big-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-outbound-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the OTEL_* variables', () => {
  const url = (environment: Record<string, string>): string => {
    const read = readTraceSettings(environment);
    return read.kind === 'on' ? read.settings.url : read.kind;
  };

  test.each([
    [{}, 'off'],
    [{ OTEL_SERVICE_NAME: 'x' }, 'off'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' }, 'http://a:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a/base/' }, 'https://a/base/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/x' }, 'http://b/x'],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' }, 'off'],
    [{ OTEL_SDK_DISABLED: 'TRUE', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' }, 'off'],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'refused'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'refused'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'a:4317' }, 'refused'],
  ])('%j: %s', (environment, wanted) => {
    expect(url(environment)).toBe(wanted);
  });

  test('headers, attributes, the time-out and the sampler', () => {
    const read = readTraceSettings({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20eDp5, x=1,broken,=2,y=%zz',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'X=2',
      OTEL_EXPORTER_OTLP_TIMEOUT: '250',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=one,Team=Blue',
      OTEL_SERVICE_NAME: 'two',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(read).toMatchObject({
      kind: 'on',
      settings: {
        headers: { authorization: 'Basic eDp5', x: '2', y: '%zz' },
        timeoutMs: 250,
        resource: { 'service.name': 'two', Team: 'Blue' },
        sampler: 'traceidratio',
        ratio: 0.25,
      },
    });
  });
});

describe('trace context', () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';

  test.each([
    [`00-${trace}-b7ad6b7169203331-01`, true],
    [`00-${trace}-b7ad6b7169203331-00`, false],
    [`01-${trace}-b7ad6b7169203331-01-later`, true],
  ])('%s is one', (text, sampled) => {
    expect(readTraceparent(text, 'a=b')).toEqual({
      traceId: trace,
      parentId: 'b7ad6b7169203331',
      sampled,
      tracestate: 'a=b',
    });
  });

  test.each([
    undefined,
    '',
    'x',
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
  ])('%j is left aside', (text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });

  test('names follow from what they are about', () => {
    expect(traceIdOf('r.1', 'd', 't')).toBe(traceIdOf('r.1', 'd', 't'));
    expect(traceIdOf('r.1', 'd', 't')).not.toBe(traceIdOf('r.1', 'd', 'u'));
    expect(spanIdOf(trace, 'a', 'b/c')).not.toBe(spanIdOf(trace, 'a/b', 'c'));
    expect(spanIdOf(trace, 'a')).toMatch(/^[0-9a-f]{16}$/);
  });

  test('samplers', () => {
    const parent = { traceId: trace, parentId: 'b7ad6b7169203331', sampled: false };
    expect(isSampled('parentbased_always_on', 1, trace, undefined)).toBe(true);
    expect(isSampled('parentbased_always_on', 1, trace, parent)).toBe(false);
    expect(isSampled('always_on', 1, trace, parent)).toBe(true);
    expect(isSampled('always_off', 1, trace, undefined)).toBe(false);
    expect(isSampled('traceidratio', 0, trace, undefined)).toBe(false);
    expect(isSampled('traceidratio', 1, trace, undefined)).toBe(true);
  });
});

test('a note that a crash cut off harms neither those before it nor those after it', () => {
  const file = join(folder, 'deep', 'r.1.ndjson');
  const notes = new Notes(file);
  notes.add({ kind: 'webhook', name: 'all', seq: 3 });
  appendFileSync(file, '{"kind":"spa');
  new Notes(file).add({ kind: 'spans', seq: 9 });
  expect(new Notes(file).all()).toEqual([
    { kind: 'webhook', name: 'all', seq: 3 },
    { kind: 'spans', seq: 9 },
  ]);
});

test('what somebody else said mentions nobody and links nowhere in a message, and long lists are cut', () => {
  const { plan, records } = bigRun(1000, '<!channel> <https://evil|click> & co');
  const status = statusDocument(fold(plan, records));
  const document = notificationDocument(status, { event: 'failed', seq: 7 }, '2026-11-20T14:00:00.000Z');
  expect(document).toMatchObject({ id: 'run-7/7', counts: { failed: 58 } });
  expect(document.failures).toHaveLength(10);
  const { text } = JSON.parse(notificationBody(document, 'slack'));
  expect(text).not.toContain('<');
  expect(text.split('\n').length).toBeLessThan(12);
});
