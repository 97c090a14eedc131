import { createHash } from 'node:crypto';
import { type Fake, type Handler, sendBytes, sendJson, sendStatus, startFake } from './server.ts';

/** What a registry holds, by the path that it is asked for at: `<name>/manifests/<tag or digest>`, `<name>/blobs/<digest>`. */
export class OciContent {
  readonly files = new Map<string, { readonly bytes: Uint8Array; readonly type: string }>();
  readonly tags = new Map<string, string[]>();

  blob(name: string, bytes: Uint8Array): string {
    const digest = digestOf(bytes);
    this.files.set(`${name}/blobs/${digest}`, { bytes, type: 'application/octet-stream' });
    return digest;
  }

  manifest(
    name: string,
    manifest: Readonly<Record<string, unknown>> & { readonly mediaType: string },
    tag?: string,
  ): string {
    const bytes = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(bytes);
    const file = { bytes, type: manifest.mediaType };
    this.files.set(`${name}/manifests/${digest}`, file);
    if (tag === undefined) return digest;
    this.files.set(`${name}/manifests/${tag}`, file);
    this.tags.set(name, [...(this.tags.get(name) ?? []), tag]);
    return digest;
  }

  /** As `oras push` writes it: an empty configuration and one layer with the name of its file. */
  artifact(
    name: string,
    bytes: Uint8Array,
    { tag, title }: { readonly tag?: string; readonly title?: string } = {},
  ): string {
    const config = {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: this.blob(name, Buffer.from('{}')),
      size: 2,
    };
    const annotations = title === undefined ? {} : { annotations: { 'org.opencontainers.image.title': title } };
    const layer = { mediaType: 'application/zip', digest: this.blob(name, bytes), size: bytes.length, ...annotations };
    const manifest = { ...MANIFEST, artifactType: 'application/vnd.example.package', config, layers: [layer] };
    return this.manifest(name, manifest, tag);
  }

  image(name: string, layer: Uint8Array, tag?: string): string {
    const bytes = Buffer.from(JSON.stringify({ os: 'linux', layer: digestOf(layer) }));
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: this.blob(name, bytes),
      size: bytes.length,
    };
    const layers = [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: this.blob(name, layer), size: layer.length },
    ];
    return this.manifest(name, { ...MANIFEST, config, layers }, tag);
  }

  index(name: string, manifests: Readonly<Record<string, string>>, tag: string): string {
    const entries = Object.entries(manifests).map(([platform, digest]) => {
      const [os, architecture, variant] = platform.split('/');
      return {
        mediaType: MANIFEST.mediaType,
        digest,
        size: 1,
        platform: { os, architecture, ...(variant && { variant }) },
      };
    });
    const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: entries };
    return this.manifest(name, index, tag);
  }
}

const MANIFEST = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' } as const;

export interface OciServerOptions {
  /** Tags a page. */
  readonly page?: number;
  /** `Bearer realm="…",service="…"`, or `Basic realm="…"`. */
  readonly challenge?: string;
  /** The Authorization header that is let in to a repository. */
  readonly authorization?: (name: string) => string;
  readonly before?: (...request: Parameters<Handler>) => boolean;
}

/** A registry after the OCI distribution specification 1.1: tags with paging, manifests, blobs, challenges. */
export function ociFake(content: OciContent, options: OciServerOptions = {}): Promise<Fake> {
  return startFake((request, response, url, origin) => {
    if (options.before?.(request, response, url, origin)) return;
    const [, name = '', what = ''] = /^\/v2\/(.+)\/((?:manifests|blobs|tags)\/.+)$/.exec(url.pathname) ?? [];
    if (options.challenge !== undefined && request.headers.authorization !== options.authorization?.(name)) {
      return sendStatus(response, 401, { 'www-authenticate': options.challenge });
    }
    if (what === 'tags/list') return sendTags(response, content.tags.get(name), url, options.page ?? 1000);
    const file = content.files.get(`${name}/${what}`);
    if (file === undefined) return sendStatus(response, 404);
    const digest = digestOf(file.bytes);
    const accepted = !what.startsWith('manifests/') || request.headers.accept?.includes(file.type) === true;
    if (!accepted) return sendStatus(response, 404);
    sendBytes(request, response, file.bytes, {
      etag: `"${digest}"`,
      'content-type': file.type,
      'docker-content-digest': digest,
    });
  });
}

function sendTags(response: Parameters<Handler>[1], tags: readonly string[] | undefined, url: URL, size: number): void {
  if (tags === undefined) {
    sendStatus(response, 404);
    return;
  }
  const last = url.searchParams.get('last');
  const start = last === null ? 0 : tags.indexOf(last) + 1;
  const page = tags.slice(start, start + size);
  const more = start + size < tags.length;
  const link = { link: `<${url.pathname}?n=${size}&last=${page.at(-1)}>; rel="next"` };
  sendJson(response, { name: url.pathname, tags: page }, more ? link : {});
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
