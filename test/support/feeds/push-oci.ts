import { digestOf, type OciContent } from './oci-server.ts';

/** Pushes what a fake would hold to a real registry, by the push part of the distribution specification. */
export async function pushOci(content: OciContent, registry: string, authorization?: string): Promise<void> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const send = async (method: string, url: string, type: string, body?: Uint8Array): Promise<Response> => {
    const bytes = body && { body: new Uint8Array(body) };
    const answer = await fetch(url, { method, headers: { ...headers, 'content-type': type }, ...bytes });
    if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const files = [...content.files];
  for (const [path, { bytes }] of files) {
    const [name = '', digest] = path.split('/blobs/');
    if (digest === undefined) continue;
    const started = await send('POST', `${registry}/v2/${name}/blobs/uploads/`, 'application/octet-stream');
    const place = new URL(started.headers.get('location') ?? '', registry);
    place.searchParams.set('digest', digest);
    await send('PUT', place.href, 'application/octet-stream', bytes);
  }
  // What an index names must be there before it: manifests were put in in that order.
  for (const [path, { bytes, type }] of files) {
    const [name = '', reference] = path.split('/manifests/');
    if (reference !== undefined && (reference !== digestOf(bytes) || !tagged(content, name, bytes)))
      await send('PUT', `${registry}/v2/${name}/manifests/${reference}`, type, bytes);
  }
}

/** Whether the manifest goes there under a tag as well. */
function tagged({ files, tags }: OciContent, name: string, bytes: Uint8Array): boolean {
  return (tags.get(name) ?? []).some((tag) => files.get(`${name}/manifests/${tag}`)?.bytes === bytes);
}
