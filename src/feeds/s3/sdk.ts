import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Dispatcher } from 'undici';
import type { Environment } from '../factory.ts';
import type { HttpClient } from '../http/client.ts';
import { FeedFailure } from '../problem.ts';

type Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Options {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly pathStyle: boolean;
  readonly environment: Environment;
  readonly client: HttpClient;
}

export interface S3Access {
  readonly sdk: Sdk;
  readonly s3: S3Client;
}

/** Loads the SDK, which only workspaces with such a feed pay for. Requests go our way: proxy, CA, limits of time and size. */
export async function openS3(options: S3Options): Promise<S3Access> {
  const sdk = await import('@aws-sdk/client-s3');
  const { region, endpoint, pathStyle, environment, client } = options;
  const named = region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? (endpoint && 'us-east-1');
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const sessionToken = environment.AWS_SESSION_TOKEN;
  const s3 = new sdk.S3Client({
    ...(named && { region: named }),
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: pathStyle,
    // Tries are counted in one place only, see retry.ts.
    maxAttempts: 1,
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }
      : {}),
    requestHandler: requestHandler(client),
  });
  return { sdk, s3 };
}

/** A request as the SDK hands it over. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
}

function requestHandler(client: HttpClient) {
  return {
    handle: async (request: SdkRequest, { abortSignal }: { readonly abortSignal?: unknown } = {}) => {
      const network = await client.network();
      if (!network.ok) throw new FeedFailure(network.problem);
      const { method, protocol, hostname, port, path } = request;
      const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
      const answer = await network.value.request({
        origin,
        path: `${path}${queryOf(request)}`,
        method: method as Dispatcher.HttpMethod,
        headers: { ...request.headers },
        ...(abortSignal instanceof AbortSignal && { signal: abortSignal }),
      });
      answer.body.on('error', () => undefined);
      const object = method === 'GET' && request.query?.['list-type'] === undefined && answer.statusCode < 300;
      const body = object
        ? answer.body
        : Readable.from(bounded(answer.body, client.limits.documentBytes, `${origin}${path}`), { objectMode: false });
      const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? '')]);
      return { response: { statusCode: answer.statusCode, headers: Object.fromEntries(headers), body } };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

/** The SDK reads documents whole, however long they are. */
async function* bounded(body: AsyncIterable<Uint8Array>, limit: number, what: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new FeedFailure({ kind: 'too-large', what, limit });
    yield chunk;
  }
}

function queryOf({ query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (value === null || typeof value === 'string' ? [value] : value).map((one) =>
      one === null ? encode(name) : `${encode(name)}=${encode(one)}`,
    ),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** As signatures count it: all but unreserved characters is escaped. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
