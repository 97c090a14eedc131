import { nameSome } from '../../resolve/name-some.ts';
import { clean } from '../text.ts';
import { amount } from '../words.ts';

interface Parts {
  readonly tenant: string;
  readonly environment: string;
}

/** `abbey, harbour and 938 more in prod`; deployments without a tenant are named by their address. */
export function whoText(addresses: readonly string[]): string {
  const parts = addresses.map(partsOf);
  if (parts.some((part) => part === undefined)) return nameSome(addresses.map(clean));
  const known = parts.filter((part) => part !== undefined);
  const tenants = [...new Set(known.map(({ tenant }) => tenant))];
  const environments = [...new Set(known.map(({ environment }) => environment))];
  const where = `in ${nameSome(environments.map(clean))}`;
  return `${nameSome(tenants.map(clean))} ${where}`;
}

/** `940 tenants`, `24 deployments of 13 tenants`, `3 deployments`. */
export function countText(addresses: readonly string[]): string {
  const parts = addresses.map(partsOf);
  const tenants = new Set(parts.map((part) => part?.tenant)).size;
  if (parts.some((part) => part === undefined)) return amount(addresses.length, 'deployment');
  if (tenants === addresses.length) return amount(tenants, 'tenant');
  return `${amount(addresses.length, 'deployment')} of ${amount(tenants, 'tenant')}`;
}

/** Of `st-marys@prod/etl`; undefined for a deployment without a tenant, and for steps that run once for a wave. */
function partsOf(address: string): Parts | undefined {
  const [, tenant, environment] = /^([^+@][^@]*)@([^/]*)\//.exec(address) ?? [];
  return tenant === undefined || environment === undefined ? undefined : { tenant, environment };
}
