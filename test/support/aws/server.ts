import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsWorld } from './world.ts';

export interface AwsServer {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the imitated AWS over HTTP on a port of its own. `beforeEach` is told of each request before it is answered. */
export async function serveAws(world: AwsWorld, beforeEach: () => void = () => {}, port = 0): Promise<AwsServer> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      beforeEach();
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]),
      );
      const target = request.headers['x-amz-target'];
      const answer = world.handle({
        headers: { ...headers, 'x-amz-target': target === undefined ? undefined : String(target) },
        body: Buffer.concat(chunks).toString('utf8'),
        process: 'http',
      });
      if (answer.kind !== 'answer') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': answer.type, 'x-amzn-requestid': 'request' });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
