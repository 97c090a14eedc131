import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { AttemptOutcome } from '../../src/run/events.ts';
import type { Json } from '../../src/util/json.ts';
import { planOf } from '../support/plans.ts';
import { type Asking, asking, type Opening, Place } from './setup.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

interface Checked {
  readonly outcome: AttemptOutcome;
  readonly log: string;
}

async function check(
  inputs: { readonly [key: string]: Json },
  opening: Opening = {},
  request: Asking = {},
): Promise<Checked> {
  const token = { secret: { source: 'env', ref: 'TOKEN' } } as const;
  const steps = [{ path: 'ask', kind: 'http-check', with: inputs }];
  const plan = planOf({ steps, lanes: [{ name: 'acme', values: { '': { token } } }] });
  const { executor, logs } = place.open(plan, { environment: { TOKEN: 'hunter2-hunter2' }, ...opening });
  return { outcome: await executor.execute(asking(request)), log: logs.join('') };
}

test('asks once, and gives the status', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.end('fine');
  });
  expect((await check({ url })).outcome).toEqual({ kind: 'succeeded', outputs: { status: 200 } });
  expect(asked).toBe(1);
});

test.each<[string, { readonly [key: string]: Json }, RegExp]>([
  ['another status', { status: [201, 204] }, /^it answers 200 instead of 201 or 204$/],
  ['a text that is missing', { contains: 'ready' }, /^it answers 200, but without the text it should hold$/],
])('fails for %s', async (_, inputs, message) => {
  const url = await serve((__, response) => response.end('starting'));
  expect((await check({ url, ...inputs })).outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(message),
  });
});

test('a redirect is an answer, and HEAD can be asked', async () => {
  const methods: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    methods.push(request.method);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect((await check({ url, method: 'HEAD', status: 302 })).outcome).toMatchObject({ kind: 'succeeded' });
  expect(methods).toEqual(['HEAD']);
});

test('goes on asking for the time it is given', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.writeHead(asked < 3 ? 503 : 200).end();
  });
  const { outcome, log } = await check({ url, for: '10s', every: '10ms' });
  expect(outcome).toMatchObject({ kind: 'succeeded' });
  expect(log.split('\n').slice(0, 3)).toEqual([
    `${url}: it answers 503 instead of 200`,
    `${url}: it answers 503 instead of 200`,
    `${url}: answers 200`,
  ]);
});

test('a text that stands in two pieces of the answer is found, and a long answer is read to its first MiB', async () => {
  const url = await serve((_, response) => {
    response.write('rea');
    setTimeout(() => response.end('dy'), 20);
  });
  expect((await check({ url, contains: 'ready' })).outcome).toMatchObject({ kind: 'succeeded' });
  const endless = await serve((_, response) => {
    const more = () => void (response.write('x'.repeat(65_536)) ? setImmediate(more) : response.once('drain', more));
    more();
  });
  expect((await check({ url: endless, contains: 'ready' })).outcome).toMatchObject({ kind: 'failed' });
});

test('one that never answers, nobody who listens, and a name nobody knows are failures with their reason', async () => {
  const url = await serve(() => {});
  const late = await check({ url, timeout: '50ms' });
  expect(late.outcome).toEqual({ kind: 'failed', message: `${url} cannot be asked: it did not answer in time` });
  const closed = await check({ url: 'http://127.0.0.1:1/' });
  expect(closed.outcome).toMatchObject({ message: expect.stringMatching(/cannot be asked: \S/) });
});

test('stops when it is told to', async () => {
  const stop = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(503).end();
    stop.abort();
  });
  const { outcome } = await check({ url, for: '1h', every: '1h' }, {}, { signal: stop.signal });
  expect(outcome).toEqual({ kind: 'cancelled' });
});

test('a secret in address, header and text is shown nowhere', async () => {
  const url = await serve((request, response) => response.end(`you said ${request.headers.authorization}`));
  const inputs = { url: `${url}/?t={{token}}`, headers: { Authorization: 'Bearer {{token}}' } };
  const right = await check({ ...inputs, contains: '{{token}}' });
  expect(right.outcome).toMatchObject({ kind: 'succeeded' });
  expect(right.log).toBe(`${url}/?t=***: answers 200\n`);
  const wrong = await check({ ...inputs, url: 'http://127.0.0.1:1/{{token}}' });
  expect(JSON.stringify(wrong)).not.toContain('hunter2');
});

test('a header that no request can carry is a failure that does not show it', async () => {
  const url = await serve((_, response) => response.end());
  const { outcome, log } = await check(
    { url, headers: { Authorization: 'Bearer {{token}}' } },
    { environment: { TOKEN: 'hunter2\nhunter3-long' } },
  );
  expect(outcome.kind).toBe('failed');
  expect(JSON.stringify(outcome) + log).not.toMatch(/hunter/);
});
