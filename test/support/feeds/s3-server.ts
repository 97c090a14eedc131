import { createHash } from 'node:crypto';
import { type Fake, type Handler, sendBytes, sendStatus, startFake } from './server.ts';

export interface S3ServerOptions {
  /** Keys a page. */
  readonly page?: number;
  /** Whether S3 was told to keep a sha256 of its objects. */
  readonly checksums?: boolean;
  readonly before?: (...request: Parameters<Handler>) => boolean;
}

/** The three S3 operations that a feed uses, path style: ListObjectsV2, HeadObject, GetObject (docs.aws.amazon.com). */
export function s3Fake(
  bucket: string,
  objects: ReadonlyMap<string, Uint8Array>,
  options: S3ServerOptions = {},
): Promise<Fake> {
  return startFake((request, response, url, origin) => {
    if (options.before?.(request, response, url, origin)) return;
    if (!/^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? ''))
      return sendError(response, 403, 'AccessDenied');
    const [, name, ...rest] = url.pathname.split('/');
    if (name !== bucket) return sendError(response, 404, 'NoSuchBucket');
    if (url.searchParams.get('list-type') === '2')
      return sendList(response, objects, url.searchParams, options.page ?? 1000);
    const bytes = objects.get(decodeURIComponent(rest.join('/')));
    if (bytes === undefined) return sendError(response, 404, 'NoSuchKey', request.method === 'HEAD');
    const etag = etagOf(bytes);
    const checksum = { 'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64') };
    const headers = options.checksums && request.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksum : {};
    const match = request.headers['if-match'];
    if (match !== undefined && match !== etag) return sendError(response, 412, 'PreconditionFailed');
    sendBytes(request, response, request.method === 'HEAD' ? Buffer.alloc(0) : bytes, { etag, ...headers });
  });
}

function sendList(
  response: Parameters<Handler>[1],
  objects: ReadonlyMap<string, Uint8Array>,
  query: URLSearchParams,
  size: number,
): void {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  const entries = new Map<string, string>();
  for (const key of [...objects.keys()].filter((one) => one.startsWith(prefix)).sort()) {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    if (end >= 0)
      entries.set(key.slice(0, end + 1), `<CommonPrefixes><Prefix>${key.slice(0, end + 1)}</Prefix></CommonPrefixes>`);
    else entries.set(key, contents(key, objects.get(key) ?? Buffer.alloc(0)));
  }
  const start = Number(query.get('continuation-token') ?? 0);
  const page = [...entries.values()].slice(start, start + size);
  const more = start + size < entries.size;
  const next = more ? `<NextContinuationToken>${start + size}</NextContinuationToken>` : '';
  const xml = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${more}</IsTruncated>${next}${page.join('')}</ListBucketResult>`;
  response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
}

function contents(key: string, bytes: Uint8Array): string {
  return `<Contents><Key>${key}</Key><ETag>${etagOf(bytes).replaceAll('"', '&quot;')}</ETag><Size>${bytes.length}</Size></Contents>`;
}

function sendError(response: Parameters<Handler>[1], status: number, code: string, silent = false): void {
  if (silent) {
    sendStatus(response, status);
    return;
  }
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
