import { createHash } from 'node:crypto';
import type { FeedContent } from '../../contract/feed.ts';
import { type Fake, type Handler, sendBytes, sendJson, sendStatus, sentUnchanged, startFake } from './server.ts';

export interface NpmServerOptions {
  readonly tags?: Readonly<Record<string, string>>;
  /** Path that the registry lives under, such as `/npm/`. */
  readonly path?: string;
  readonly authorization?: string;
  /** What `dist` says beside the tarball; right digests when absent. */
  readonly dist?: (bytes: Uint8Array) => object;
  readonly before?: (...request: Parameters<Handler>) => boolean;
}

/** An npm registry: abbreviated packuments at `/<name>`, tarballs at `/<name>/-/<file>.tgz`. Names are in lower case. */
export function npmFake(content: readonly FeedContent[], options: NpmServerOptions = {}): Promise<Fake> {
  const { path = '/', authorization, before } = options;
  return startFake((request, response, url, origin) => {
    if (before?.(request, response, url, origin)) return;
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return sendStatus(response, 401);
    const [name = '', file] = decodeURIComponent(url.pathname.slice(path.length)).split('/-/');
    const own = content.filter((one) => one.id.toLowerCase() === name);
    if (own.length === 0 || !url.pathname.startsWith(path)) return sendStatus(response, 404);
    if (file === undefined) {
      const etag = `"${own.length}"`;
      if (!sentUnchanged(request, response, etag))
        sendJson(response, packument(`${origin}${path}`, name, own, options), { etag });
      return;
    }
    const one = own.find(({ version }) => file === `${baseName(name)}-${version}.tgz`);
    if (one === undefined) sendStatus(response, 404);
    else sendBytes(request, response, one.bytes, { etag: `"${one.version}"` });
  });
}

function packument(
  base: string,
  name: string,
  own: readonly FeedContent[],
  { tags = {}, dist = digests }: NpmServerOptions,
) {
  const versions = own.map(({ version, bytes }) => [
    version,
    { name, version, dist: { tarball: `${base}${name}/-/${baseName(name)}-${version}.tgz`, ...dist(bytes) } },
  ]);
  return { name, 'dist-tags': tags, versions: Object.fromEntries(versions) };
}

function digests(bytes: Uint8Array): object {
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { integrity, shasum: createHash('sha1').update(bytes).digest('hex') };
}

function baseName(name: string): string {
  return name.replace(/^@[^/]+\//, '');
}
