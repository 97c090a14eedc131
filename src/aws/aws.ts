import { AwsAccount } from './account.ts';
import type { AwsOptions } from './options.ts';
import { type AwsPlace, placeKey } from './place.ts';

/** All of AWS that one process uses. Nothing is loaded, and nobody asked, before the first call. */
export interface Aws {
  /** One for the same place: what is shared between tenants of an account is shared through it. */
  at(place: AwsPlace): AwsAccount;
}

export function createAws(options: AwsOptions): Aws {
  const known = new Map<string, AwsAccount>();
  const at = (place: AwsPlace): AwsAccount => {
    const key = placeKey(place);
    const found = known.get(key) ?? new AwsAccount(options, place);
    known.set(key, found);
    return found;
  };
  return { at };
}
