import type { Channel, Override, Release, Tenant } from '../config/model.ts';
import type { LaneSources } from './lane-sources.ts';
import type { PackageSources } from './packages.ts';
import { selects } from './select-tenants.ts';

/** What a release and a tenant bring along; the chain's and the command line's candidates are added by who knows them. */
export function laneSourcesOf(
  release: Release | undefined,
  tenant: Tenant | undefined,
  given: Partial<Pick<LaneSources, 'chain' | 'commandLine'>> = {},
): LaneSources {
  return {
    tenant: tenant?.variables ?? [],
    release: release?.variables ?? [],
    override: overridesFor(release, tenant).flatMap(({ variables }) => variables),
    chain: given.chain ?? [],
    commandLine: given.commandLine ?? [],
  };
}

/** The package rules of a release, a tenant and a channel, as `choosePackage` weighs them. */
export function packageSourcesOf(
  release: Release | undefined,
  tenant: Tenant | undefined,
  channel: Channel | undefined,
): PackageSources {
  return {
    override: overridesFor(release, tenant).flatMap(({ packages }) => packages),
    tenant: tenant?.packages ?? [],
    release: release?.packages ?? [],
    channel: channel?.packages ?? [],
  };
}

/** The overrides of a release that are meant for a tenant; none for an untenanted deployment. */
export function overridesFor(release: Release | undefined, tenant: Tenant | undefined): readonly Override[] {
  if (release === undefined || tenant === undefined) return [];
  return release.overrides.filter((override) => selects(override.tenants, tenant));
}
