import type { Readable } from 'node:stream';
import type { Json } from '../../util/json.ts';
import { isSha256 } from '../digest.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import type { HttpClient } from '../http/client.ts';
import { type Part, resumed } from '../http/resume.ts';
import { asMap, isList, numberAt, textAt } from '../json-access.ts';
import { openS3, type S3Access, type S3Options } from './sdk.ts';
import { tryS3 } from './try-s3.ts';

export interface BucketObject {
  readonly key: string;
  readonly size?: number;
  readonly etag?: string;
}

export interface Listing {
  readonly objects: readonly BucketObject[];
  /** Only with a delimiter: what stands before it, the delimiter included. */
  readonly folders: readonly string[];
}

/** What we need of one bucket. */
export interface Bucket {
  list(prefix: string, delimiter: string | undefined, signal: AbortSignal): Promise<FeedResult<Listing>>;
  /** The sha256 that S3 keeps of the whole object, or that its uploader put into the metadata as `sha256`. */
  sha256(object: BucketObject, signal: AbortSignal): Promise<FeedResult<string | undefined>>;
  read(object: BucketObject, signal: AbortSignal): Promise<FeedResult<AsyncIterable<Uint8Array> | undefined>>;
}

const PAGES = 1000;

export function openBucket(bucket: string, options: S3Options): Bucket {
  const { client } = options;
  let access: Promise<S3Access> | undefined;
  const s3 = (): Promise<S3Access> => {
    access ??= openS3(options);
    return access;
  };
  const where = (key: string): string => `s3://${bucket}/${key}`;
  return {
    list: (prefix, delimiter, signal) => {
      const name = `s3 ${options.endpoint ?? options.region ?? ''} ${where(prefix)} ${delimiter ?? ''}`;
      return kept(client, name, where(prefix), () =>
        listAll({ bucket, prefix, delimiter, client, s3, where: where(prefix) }, signal),
      );
    },
    sha256: async ({ key, etag }, signal) => {
      const { metadata, offline } = client;
      // The same ETag stands for the same bytes: what was published for them is not asked for again.
      const name = etag && `sha256 ${options.endpoint ?? ''} ${where(key)} ${etag}`;
      const known = name ? (await metadata?.read(name))?.body.toString() : undefined;
      if (known !== undefined || offline) return found(hexadecimal(known));
      const head = await tryS3(
        client,
        where(key),
        async () => {
          const { sdk, s3: api } = await s3();
          return api.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }), {
            abortSignal: signal,
          });
        },
        signal,
      );
      if (!head.ok) return head;
      const published = wholeSha256(head.value?.ChecksumSHA256) ?? hexadecimal(head.value?.Metadata?.sha256);
      if (name) await metadata?.write(name, { headers: {}, body: Buffer.from(published ?? '') });
      return found(published);
    },
    read: async (object, signal) => {
      if (client.offline) return failed({ kind: 'offline', what: where(object.key) });
      const open = (offset: number, etag: string | undefined) =>
        openPart({ bucket, client, s3, where: where(object.key) }, object.key, { offset, etag }, signal);
      const first = await open(0, undefined);
      if (!first.ok || first.value === undefined) return first.ok ? found(undefined) : first;
      const openRest = async (offset: number, etag: string): Promise<FeedResult<Part>> => {
        const rest = await open(offset, etag);
        if (!rest.ok) return rest;
        return rest.value ? found(rest.value) : failed({ kind: 'malformed', detail: `${where(object.key)} is gone` });
      };
      const { packageBytes } = client.limits;
      return found(
        resumed(first.value, openRest, { what: where(object.key), limit: packageBytes, policy: client.policy, signal }),
      );
    },
  };
}

interface Place {
  readonly bucket: string;
  readonly client: HttpClient;
  readonly s3: () => Promise<S3Access>;
  readonly where: string;
}

async function listAll(
  place: Place & { readonly prefix: string; readonly delimiter: string | undefined },
  signal: AbortSignal,
): Promise<FeedResult<Listing>> {
  const { bucket, prefix, delimiter, client, s3, where } = place;
  const objects: BucketObject[] = [];
  const folders: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await tryS3(
      client,
      where,
      async () => {
        const { sdk, s3: api } = await s3();
        const input = { Bucket: bucket, Prefix: prefix, Delimiter: delimiter, ContinuationToken: token };
        return api.send(new sdk.ListObjectsV2Command(input), { abortSignal: signal });
      },
      signal,
    );
    if (!answer.ok) return answer;
    for (const { Key, Size, ETag } of answer.value?.Contents ?? []) {
      if (Key !== undefined)
        objects.push({
          key: Key,
          ...(Size !== undefined && { size: Size }),
          ...(ETag !== undefined && { etag: ETag }),
        });
    }
    for (const { Prefix } of answer.value?.CommonPrefixes ?? []) if (Prefix !== undefined) folders.push(Prefix);
    token = answer.value?.NextContinuationToken;
    if (answer.value?.IsTruncated !== true || token === undefined) return found({ objects, folders });
  }
  return failed({ kind: 'too-large', what: `the list of ${where}`, limit: PAGES * 1000 });
}

async function openPart(
  { bucket, client, s3, where }: Place,
  key: string,
  { offset, etag }: { readonly offset: number; readonly etag: string | undefined },
  signal: AbortSignal,
): Promise<FeedResult<Part | undefined>> {
  const rest = etag === undefined ? {} : { Range: `bytes=${offset}-`, IfMatch: etag };
  const answer = await tryS3(
    client,
    where,
    async () => {
      const { sdk, s3: api } = await s3();
      return api.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...rest }), { abortSignal: signal });
    },
    signal,
  );
  if (!answer.ok || answer.value === undefined) return answer.ok ? found(undefined) : answer;
  const { Body, ContentRange, ContentLength, ETag } = answer.value;
  const range = /^bytes ([0-9]+)-[0-9]+\/([0-9]+)$/.exec(ContentRange ?? '');
  const size = range === null ? ContentLength : Number(range[2]);
  return found({
    body: Body as Readable,
    start: range === null ? 0 : Number(range[1]),
    ...(size !== undefined && { size }),
    ...(ETag !== undefined && { validator: ETag }),
  });
}

/** S3 also has checksums of checksums for objects that came in parts; they end with the number of parts. */
function wholeSha256(checksum: string | undefined): string | undefined {
  if (checksum === undefined || checksum.includes('-')) return undefined;
  return hexadecimal(Buffer.from(checksum, 'base64').toString('hex'));
}

function hexadecimal(text: string | undefined): string | undefined {
  const lower = text?.toLowerCase();
  return lower !== undefined && isSha256(lower) ? lower : undefined;
}

/** Keeps a listing for `offline`, and answers with it then. */
async function kept(
  { metadata, offline }: HttpClient,
  key: string,
  what: string,
  ask: () => Promise<FeedResult<Listing>>,
): Promise<FeedResult<Listing>> {
  if (offline) {
    const known = decodeListing((await metadata?.read(key))?.body);
    return known === undefined ? failed({ kind: 'offline', what }) : found(known);
  }
  const listing = await ask();
  if (listing.ok) await metadata?.write(key, { headers: {}, body: Buffer.from(JSON.stringify(listing.value)) });
  return listing;
}

function decodeListing(bytes: Buffer | undefined): Listing | undefined {
  if (bytes === undefined) return undefined;
  const map = asMap(JSON.parse(bytes.toString()) as Json);
  if (!isList(map?.objects) || !isList(map.folders)) return undefined;
  const objects = map.objects.flatMap((item) => {
    const object = asMap(item);
    const [key, size, etag] = [textAt(object, 'key'), numberAt(object, 'size'), textAt(object, 'etag')];
    return key === undefined ? [] : [{ key, ...(size !== undefined && { size }), ...(etag !== undefined && { etag }) }];
  });
  return { objects, folders: map.folders.filter((folder) => typeof folder === 'string') };
}
