import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll } from 'vitest';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Listener {
  readonly url: string;
  /** All that came in, in order. */
  readonly received: Received[];
  /** What the next requests are answered, 200 when the list is empty; `hang` is no answer at all. */
  readonly answers: (number | 'hang')[];
  /** Resolves once so many requests have come in. */
  readonly until: (count: number) => Promise<void>;
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on this machine that writes down what it is told. */
export async function listen(): Promise<Listener> {
  const received: Received[] = [];
  const answers: (number | 'hang')[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString() });
      const answer = answers.shift() ?? 200;
      if (answer !== 'hang') response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
    });
  });
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const until = async (count: number): Promise<void> => {
    for (const end = Date.now() + 60_000; received.length < count; ) {
      if (Date.now() > end) throw new Error(`${received.length} of ${count} requests came in`);
      await new Promise((done) => {
        setTimeout(done, 20);
      });
    }
  };
  return { url: `http://127.0.0.1:${port}`, received, answers, until };
}
