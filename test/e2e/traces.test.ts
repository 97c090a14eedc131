import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { smallWorkspace } from '../cli/kit.ts';
import { type Listener, listen } from './listener.ts';
import { folderWith, release, temporaryFolder } from './program.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, string>> }[];
  readonly links: readonly { readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: OtlpSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function spansOf({ received }: Listener): readonly OtlpSpan[] {
  return received.flatMap(({ body }) =>
    (JSON.parse(body) as OtlpBody).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
}

function valueAt(span: OtlpSpan | undefined, key: string): string | undefined {
  return Object.values(span?.attributes.find((one) => one.key === key)?.value ?? {})[0];
}

/** `name < parent < …` up to the top, for each span. */
function paths(spans: readonly OtlpSpan[]): readonly string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: OtlpSpan): string => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent === undefined ? span.name : `${span.name} < ${pathOf(parent)}`;
  };
  return spans.map(pathOf).sort();
}

const tracing = {
  ...smallWorkspace,
  'projects/web.yaml': (smallWorkspace['projects/web.yaml'] ?? '')
    .replace('echo "$GREETING from $WHO"', 'echo "parent $WHO $TRACEPARENT"; if test -f "slow-$WHO"; then sleep 3; fi')
    .replace('uses: script\n', 'uses: script\n    retry: { attempts: 2, backoff: 1s }\n'),
};

const whole = [
  'RUN first',
  'attempt 1 < deploy < deploy web < RUN first',
  'attempt 1 < deploy < deploy web < RUN first',
  'attempt 1 < tell < deploy web < RUN first',
  'attempt 1 < tell < deploy web < RUN first',
  'deploy < deploy web < RUN first',
  'deploy < deploy web < RUN first',
  'deploy web < RUN first',
  'deploy web < RUN first',
  'tell < deploy web < RUN first',
  'tell < deploy web < RUN first',
];

test('a run is a trace of runs, deployments, steps and attempts, and scripts are told where they stand in it', async () => {
  const listener = await listen();
  const folder = folderWith(tracing);
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: listener.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'X-Token=a%20b',
    OTEL_RESOURCE_ATTRIBUTES: 'team=blue',
  };
  expect((await release(folder, ['run'], { environment })).code).toBe(0);
  expect(listener.received.every(({ path, headers }) => path === '/v1/traces' && headers['x-token'] === 'a b')).toBe(
    true,
  );
  const body = JSON.parse(listener.received[0]?.body ?? '') as OtlpBody;
  expect(body.resourceSpans[0]?.resource.attributes).toEqual([
    { key: 'service.name', value: { stringValue: 'release' } },
    { key: 'service.version', value: { stringValue: expect.any(String) } },
    { key: 'team', value: { stringValue: 'blue' } },
  ]);
  const spans = spansOf(listener);
  expect(paths(spans)).toEqual(whole);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  const run = spans.find(({ name }) => name === 'RUN first');
  expect(run).toMatchObject({ kind: 2, status: {} });
  expect(
    ['cicd.pipeline.run.id', 'cicd.pipeline.name', 'cicd.pipeline.result'].map((key) => valueAt(run, key)),
  ).toEqual(['first.1', 'first', 'success']);
  const acme = spans.find((span) => valueAt(span, 'release.tenant.id') === 'acme');
  expect(valueAt(acme, 'release.wave')).toBe('canary');
  const attempt = spans.find((span) => valueAt(span, 'cicd.pipeline.task.run.id') === 'acme@test/web/deploy.1');
  const logs = await release(folder, ['logs']);
  expect(logs.out).toContain(`parent acme 00-${attempt?.traceId}-${attempt?.spanId}-01`);
  for (const { startTimeUnixNano, endTimeUnixNano } of spans)
    expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
});

test('what failed says so, with its message and as a kind of error', async () => {
  const listener = await listen();
  const folder = folderWith({ ...tracing, 'broken-acme': '' });
  await release(folder, ['run'], { environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${listener.url}/own` } });
  expect(listener.received.every(({ path }) => path === '/own')).toBe(true);
  const spans = spansOf(listener);
  const failed = spans.filter(({ status }) => status.code === 2).map(({ name }) => name);
  expect(failed.sort()).toEqual(['RUN first', 'attempt 1', 'attempt 2', 'deploy', 'deploy web']);
  const attempt = spans.find(({ name }) => name === 'attempt 2');
  expect(attempt?.status.message).toContain('exit code 7');
  expect(valueAt(attempt, 'error.type')).toBe('failed');
  expect(valueAt(attempt, 'process.exit.code')).toBe('7');
  rmSync(join(folder, 'broken-acme'));
  await release(folder, ['resume'], { environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${listener.url}/own` } });
  const runs = spansOf(listener).filter(({ name }) => name === 'RUN first');
  expect(runs.map((run) => valueAt(run, 'cicd.pipeline.result'))).toEqual(['failure', 'success']);
  expect(runs[1]?.links.map(({ spanId }) => spanId)).toEqual([runs[0]?.spanId]);
});

test('killed and resumed, it is one whole trace', async () => {
  const listener = await listen();
  const folder = folderWith({ ...tracing, 'slow-globex': '' });
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: listener.url };
  const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const killed = await release(folder, ['run'], {
    environment: { ...environment, TRACEPARENT: given },
    meanwhile: (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        if (text.toString().includes('wave everyone started')) setTimeout(() => child.kill('SIGKILL'), 700);
      });
    },
  });
  expect(killed.code).toBe(137);
  const other = '00-11111111111111111111111111111111-2222222222222222-01';
  expect((await release(folder, ['resume'], { environment: { ...environment, TRACEPARENT: other } })).code).toBe(0);
  const spans = spansOf(listener);
  expect(paths(spans)).toEqual(whole);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['0af7651916cd43dd8448eb211c80319c']));
  expect(spans.find(({ name }) => name === 'RUN first')?.parentSpanId).toBe('b7ad6b7169203331');
});

test('without a TRACEPARENT, too: names follow from the run, so the next process goes on where the first was', async () => {
  const listener = await listen();
  listener.answers.push('hang');
  const folder = folderWith(tracing);
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: listener.url };
  await release(folder, ['run'], {
    environment,
    meanwhile: (child) => void listener.until(1).then(() => child.kill('SIGKILL')),
  });
  const lost = spansOf(listener);
  await release(folder, ['resume', 'first.1'], { environment });
  expect(spansOf(listener).slice(lost.length)).toEqual(lost);
  expect(paths(lost)).toEqual(whole);
});

test('a trace that is not to be kept is passed on and not sent', async () => {
  const listener = await listen();
  const folder = folderWith(tracing);
  const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: listener.url, TRACEPARENT: given, TRACESTATE: 'a=b' };
  await release(folder, ['run'], { environment });
  expect(listener.received).toEqual([]);
  expect((await release(folder, ['logs'])).out).toMatch(
    /parent acme 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00/,
  );
});

test('a collector that is not there, or answers nonsense, costs a warning', async () => {
  const nobody = await release(folderWith(tracing), ['run'], {
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  });
  expect(nobody.code).toBe(0);
  expect(nobody.err).toContain('spans were not taken: it could not be reached');
  const grpc = await release(folderWith(tracing), ['run'], {
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  });
  expect([grpc.code, grpc.err]).toEqual([0, expect.stringContaining('only http/json is spoken')]);
});

test('nothing of it is loaded when nobody asks for it, and a trace of somebody else is handed on', async () => {
  const loaded = async (environment: { readonly [name: string]: string }): Promise<string> => {
    const coverage = temporaryFolder();
    const folder = folderWith(tracing);
    const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const run = await release(folder, ['run'], {
      environment: { ...environment, NODE_V8_COVERAGE: coverage, TRACEPARENT: given },
    });
    expect(run.code).toBe(0);
    if (environment.OTEL_TRACES_EXPORTER === undefined)
      expect((await release(folder, ['logs'])).out).toContain(`parent acme ${given}`);
    // Node lists every file that it has loaded.
    return readdirSync(coverage)
      .map((name) => readFileSync(join(coverage, name), 'utf8'))
      .join('');
  };
  const without = await loaded({});
  expect(without).toContain('/main.js');
  expect(without).not.toContain('/start-outbound');
  const listener = await listen();
  const traced = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: listener.url };
  expect(await loaded(traced)).toContain('/start-outbound');
});
