import { basename } from 'node:path/posix';
import { sha256 as sha256Digest } from './digest.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import { type Feed, type FeedResult, failed, found, type PackageStream, type PackageVersion } from './feed.ts';
import { baseAddress } from './http/address.ts';
import { httpClient } from './http/client.ts';
import { textAt } from './json-access.ts';
import { findVersion, sortedVersions } from './listing.ts';
import { once } from './once.ts';
import { type Bucket, type BucketObject, openBucket } from './s3/bucket.ts';
import { type KeyPattern, keyPattern } from './s3/key-pattern.ts';
import { caOf, wrongSettings } from './settings.ts';
import { sha256ByReading } from './sha256-by-reading.ts';
import { similarNames } from './similar.ts';

const DEFAULT_PATTERN = '{id}/{id}.{version}.zip';

/**
 * `{ type: s3, bucket, prefix, pattern, region, endpoint, pathStyle, ca }`: package files in a bucket. Credentials come
 * from where the AWS SDK looks for them.
 */
export const s3Feed: FeedFactory = (config, context) => {
  const { settings } = config;
  const bucket = textAt(settings, 'bucket');
  if (bucket === undefined || bucket === '')
    return wrongSettings(config, 'does not say which bucket it is', 'add a bucket');
  const text = `${textAt(settings, 'prefix') ?? ''}${textAt(settings, 'pattern') ?? DEFAULT_PATTERN}`;
  const pattern = keyPattern(text);
  if (pattern === undefined) {
    const hint = `write {id}, then {version}, then .zip, .nupkg, .tgz or .tar.gz, such as ${DEFAULT_PATTERN}`;
    return wrongSettings(config, `has a pattern that finds no packages: "${text}"`, hint);
  }
  const endpoint = textAt(settings, 'endpoint');
  if (endpoint !== undefined && baseAddress(endpoint) === undefined) {
    return wrongSettings(config, 'has an endpoint that cannot be used', 'write an https address without a user');
  }
  return openFeed(config, { bucket, pattern, endpoint }, context);
};

interface S3Version extends PackageVersion {
  readonly object: BucketObject;
}

interface S3Place {
  readonly bucket: string;
  readonly pattern: KeyPattern;
  readonly endpoint: string | undefined;
}

function openFeed(config: FeedSettings, { bucket: name, pattern, endpoint }: S3Place, context: FeedContext): Feed {
  const { settings } = config;
  const { environment = {} } = context;
  const client = httpClient(context, caOf(config));
  const pathStyle = settings.pathStyle === true;
  const bucket = openBucket(name, { region: textAt(settings, 'region'), endpoint, pathStyle, environment, client });
  const lists = once<readonly S3Version[]>();
  const digests = once<string>();
  const packages = new S3Packages(bucket, pattern);
  const versions = async (id: string, signal: AbortSignal): Promise<FeedResult<readonly S3Version[]>> => {
    signal.throwIfAborted();
    return lists.of(id.toLowerCase(), () => packages.versions(id, signal));
  };
  const open = async (
    { id, version, object, kind }: S3Version,
    signal: AbortSignal,
  ): Promise<FeedResult<PackageStream>> => {
    const body = await bucket.read(object, signal);
    if (!body.ok) return body;
    if (body.value === undefined) return failed({ kind: 'no-version', id, version: version.text, similar: [] });
    const fileName = basename(object.key);
    return found({
      fileName,
      digests: [],
      body: body.value,
      ...(kind && { kind }),
      ...(object.size !== undefined && { size: object.size }),
    });
  };
  return {
    name: config.name,
    versions,
    sha256: async (id, version, signal) => {
      const one = findVersion(await versions(id, signal), id, version);
      if (!one.ok) return one;
      const { object } = one.value;
      return digests.of(object.key, async () => {
        const published = await bucket.sha256(object, signal);
        if (!published.ok) return published;
        if (published.value !== undefined) return found(published.value);
        const place = ['s3', endpoint ?? '', name, object.key];
        return sha256ByReading(() => open(one.value, signal), { id, version, place, published: object.etag }, context);
      });
    },
    open: async (id, version, signal) => {
      const one = findVersion(await versions(id, signal), id, version);
      if (!one.ok) return one;
      const stream = await open(one.value, signal);
      const known = await digests.peek(one.value.object.key);
      return stream.ok && known !== undefined ? found({ ...stream.value, digests: [sha256Digest(known)] }) : stream;
    },
  };
}

/** Keys are told apart by letter case, ids are not: an id that is not there as written is looked for in the others. */
class S3Packages {
  readonly #bucket: Bucket;
  readonly #pattern: KeyPattern;
  readonly #ids = once<readonly string[]>();

  constructor(bucket: Bucket, pattern: KeyPattern) {
    this.#bucket = bucket;
    this.#pattern = pattern;
  }

  async versions(id: string, signal: AbortSignal): Promise<FeedResult<readonly S3Version[]>> {
    const asWritten = await this.#list(id, signal);
    if (!asWritten.ok || asWritten.value.length > 0) return asWritten;
    const ids = await this.#ids.of('', () => this.#allIds(signal));
    if (!ids.ok) return ids;
    const spelled = ids.value.find((one) => one.toLowerCase() === id.toLowerCase());
    if (spelled === undefined) return failed({ kind: 'no-package', id, similar: similarNames(id, ids.value) });
    const listed = await this.#list(spelled, signal);
    return listed.ok && listed.value.length === 0 ? failed({ kind: 'no-package', id, similar: [] }) : listed;
  }

  async #list(id: string, signal: AbortSignal): Promise<FeedResult<readonly S3Version[]>> {
    const { kind } = this.#pattern;
    const listing = await this.#bucket.list(this.#pattern.prefixOf(id), undefined, signal);
    if (!listing.ok) return listing;
    const versions = listing.value.objects.flatMap((object): readonly S3Version[] => {
      const version = this.#pattern.versionIn(object.key, id);
      if (version === undefined) return [];
      return [{ id, version, kind, listed: true, object, ...(object.size !== undefined && { size: object.size }) }];
    });
    return found(sortedVersions(versions));
  }

  async #allIds(signal: AbortSignal): Promise<FeedResult<readonly string[]>> {
    const { prefix, folder } = this.#pattern.ids;
    const listing = await this.#bucket.list(prefix, folder ? '/' : undefined, signal);
    if (!listing.ok) return listing;
    const names = [...listing.value.folders, ...listing.value.objects.map((object) => object.key)];
    return found([...new Set(names.map((name) => this.#pattern.idIn(name)).filter((id) => id !== undefined))]);
  }
}
