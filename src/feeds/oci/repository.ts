import type { FeedSettings } from '../factory.ts';
import { baseAddress } from '../http/address.ts';
import { textAt } from '../json-access.ts';

/** One name of the distribution specification; `/` parts several. */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** The name of a package's repository: the path of the feed's address, then the id in lower case; undefined if no name. */
export function repositoryName(feed: URL, id: string): string | undefined {
  const prefix = feed.pathname.replace(/^\/+|\/+$/g, '');
  const name = `${prefix === '' ? '' : `${prefix}/`}${id.toLowerCase()}`;
  return NAME.test(name) ? name : undefined;
}

/** `registry.example.com/team/web@sha256:…`: what a container is deployed by. `sha256` is that of the lock. */
export function imageReference(feed: FeedSettings, id: string, sha256: string): string | undefined {
  const url = baseAddress(textAt(feed.settings, 'url') ?? '');
  const name = url && repositoryName(url, id);
  return url && name !== undefined ? `${url.host}/${name}@sha256:${sha256}` : undefined;
}
