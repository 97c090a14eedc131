import { parseVersion, type Version } from '../../versions/version.ts';
import { type FeedResult, failed, found, type PackageVersion } from '../feed.ts';
import { shownAddress } from '../http/address.ts';
import type { HttpClient } from '../http/client.ts';
import { getDocument } from '../http/document.ts';
import type { Credentials } from '../http/exchange.ts';
import { listAt, readJsonMap } from '../json-access.ts';
import { sortedVersions } from '../listing.ts';

/** A version of a repository: the tag that stands for it. */
export interface OciVersion extends PackageVersion {
  readonly tag: string;
}

const PAGES = 1000;

/** All tags of a repository, page by page (`Link: …; rel="next"`); undefined for one that is not there. */
export async function listTags(
  client: HttpClient,
  repository: URL,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<FeedResult<readonly string[] | undefined>> {
  const tags: string[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = new URL('tags/list?n=1000', repository);
  while (url !== undefined) {
    const where = shownAddress(url);
    seen.add(url.href);
    const document = await getDocument(client, { url, credentials }, signal);
    if (!document.ok || document.value === undefined) return document.ok ? found(undefined) : document;
    const page = readJsonMap(document.value.body, where);
    if (!page.ok) return page;
    tags.push(...listAt(page.value, 'tags').filter((tag) => typeof tag === 'string'));
    const next = nextPage(document.value.headers.link, url);
    if (next !== undefined && (seen.has(next.href) || seen.size >= PAGES || next.origin !== repository.origin)) {
      return failed({ kind: 'malformed', detail: `the pages of ${where} do not end` });
    }
    url = next;
  }
  return found(tags);
}

function nextPage(link: string | undefined, from: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*"?next"?/i.test(parameters) && URL.canParse(target, from.href)) return new URL(target, from);
  }
  return undefined;
}

/**
 * Tags as versions: `1.2.3`, `v1.2.3`, and `1.2.3_build`, which tags write for `1.2.3+build`. Any other tag, such as
 * `stable`, becomes the unlisted version 0.0.0-stable: it is taken when the tag is named, never from a range.
 */
export function versionsOfTags(id: string, tags: readonly string[]): readonly OciVersion[] {
  const read = tags.map((tag) => readTag(id, tag)).filter((one) => one !== undefined);
  // 1.2 and 1.2.0 are one version to us: the tag that says most is the one that moves least.
  return sortedVersions(read.sort((left, right) => numbersIn(right.tag) - numbersIn(left.tag)));
}

function readTag(id: string, tag: string): OciVersion | undefined {
  const plain = /^v[0-9]/i.test(tag) ? tag.slice(1) : tag;
  const version = read(plain) ?? read(plain.replace('_', '+'));
  const common = { id, tag, tags: [tag] };
  if (version !== undefined) return { ...common, version, listed: true };
  const word = tag.replaceAll('_', '-');
  const named = read(`0.0.0-${word}`) ?? read(`0.0.0-tag-${word}`);
  return named && { ...common, version: named, listed: false };
}

function read(text: string): Version | undefined {
  const version = parseVersion(text);
  return version.ok ? version.value : undefined;
}

function numbersIn(tag: string): number {
  const plain = /^[0-9]/.test(tag);
  return (tag.split(/[-_+]/)[0]?.split('.').length ?? 0) + (plain ? 0.5 : 0);
}
