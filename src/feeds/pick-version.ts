import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PackageRequest } from '../plan/package-requests.ts';
import { resolvePackage } from '../resolve/resolve-package.ts';
import { parseRange } from '../versions/parse-range.ts';
import type { PackageVersion } from './feed.ts';

export type Pick =
  | { readonly ok: true; readonly picked: PackageVersion }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/**
 * The version of a feed's list that a request means. A version named exactly may be unlisted; a range picks among the
 * listed ones; anything that is neither is looked for among the names that the feed gives (npm's dist-tags).
 */
export function pickVersion(request: PackageRequest, versions: readonly PackageVersion[]): Pick {
  const range = parseRange(request.wanted);
  if (!range.ok) {
    const tagged = versions.find((one) => one.tags?.includes(request.wanted.trim()));
    if (tagged !== undefined) return { ok: true, picked: tagged };
  }
  const exact = range.ok && range.value.exact !== undefined;
  const open = exact ? versions : versions.filter((one) => one.listed);
  if (range.ok && open.length === 0 && versions.length > 0) return { ok: false, diagnostic: allHidden(request) };
  const { id, wanted, level, span } = request;
  const choice = { id, range: wanted, level, span, losers: [] };
  const resolution = resolvePackage(
    choice,
    open.map((one) => one.version),
  );
  if (resolution.kind === 'unresolved') return { ok: false, diagnostic: withTags(resolution.diagnostic, versions) };
  const picked = open.find((one) => one.version === resolution.version);
  return picked === undefined ? { ok: false, diagnostic: allHidden(request) } : { ok: true, picked };
}

function allHidden({ id, wanted, span }: PackageRequest): Diagnostic {
  return {
    code: 'REL1503',
    severity: 'error',
    summary: `No version of ${id} satisfies "${wanted}": all that the feed has are unlisted`,
    hint: 'name the version exactly, or list it again in the feed',
    span,
  };
}

function withTags(diagnostic: Diagnostic, versions: readonly PackageVersion[]): Diagnostic {
  const tags = versions.flatMap((one) => one.tags ?? []).slice(0, 5);
  if (diagnostic.code !== 'REL1502' || tags.length === 0) return diagnostic;
  return { ...diagnostic, hint: `write a version, a range, or a tag of the feed: ${tags.join(', ')}` };
}
