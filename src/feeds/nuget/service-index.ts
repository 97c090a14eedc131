import type { JsonMap } from '../../util/json.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import { withSlash } from '../http/address.ts';
import { listAt, mapsAt, textAt } from '../json-access.ts';

/** Where a NuGet server keeps what we read. At least one of the two is there. */
export interface NugetResources {
  readonly registrations?: URL;
  readonly flatContainer?: URL;
}

/** Best first: only the first two hold SemVer 2 packages on servers that keep several hives. */
const REGISTRATIONS = [
  'RegistrationsBaseUrl/3.6.0',
  'RegistrationsBaseUrl/Versioned',
  'RegistrationsBaseUrl/3.4.0',
  'RegistrationsBaseUrl/3.0.0-rc',
  'RegistrationsBaseUrl/3.0.0-beta',
  'RegistrationsBaseUrl',
];

/** Reads a service index of protocol version 3 (learn.microsoft.com/nuget/api/service-index). */
export function readServiceIndex(index: JsonMap, where: URL): FeedResult<NugetResources> {
  const byType = new Map<string, URL>();
  for (const resource of mapsAt(index, 'resources')) {
    const address = textAt(resource, '@id');
    if (address === undefined || !URL.canParse(address, where.href)) continue;
    for (const type of typesOf(resource)) {
      if (!byType.has(type)) byType.set(type, withSlash(new URL(address, where)));
    }
  }
  const registrations = REGISTRATIONS.map((type) => byType.get(type)).find((url) => url !== undefined);
  const flatContainer = byType.get('PackageBaseAddress/3.0.0');
  if (registrations === undefined && flatContainer === undefined) {
    const detail = 'it offers neither RegistrationsBaseUrl nor PackageBaseAddress/3.0.0: is this a v3 service index?';
    return failed({ kind: 'malformed', detail });
  }
  return found({ ...(registrations && { registrations }), ...(flatContainer && { flatContainer }) });
}

function typesOf(resource: JsonMap): readonly string[] {
  const one = textAt(resource, '@type');
  return one === undefined ? listAt(resource, '@type').filter((type) => typeof type === 'string') : [one];
}
