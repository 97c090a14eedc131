import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FeedSettings } from './factory.ts';
import { baseAddress } from './http/address.ts';
import { textAt } from './json-access.ts';

/** What is wrong with the settings of a feed. */
export function wrongSettings({ name, span }: FeedSettings, what: string, hint: string): Diagnostic {
  return {
    code: 'REL1512',
    severity: 'error',
    summary: `The feed "${name}" ${what}`,
    hint,
    ...(span && { span }),
  };
}

/** The address of a feed, or what is wrong with it. Secrets do not belong there: addresses end up in logs. */
export function addressOf(config: FeedSettings, example: string): URL | Diagnostic {
  const text = textAt(config.settings, 'url');
  if (text === undefined) return wrongSettings(config, 'has no address', `add a url, such as ${example}`);
  const url = baseAddress(text);
  if (url !== undefined) return url;
  const what = 'has an address that cannot be used';
  return wrongSettings(config, what, 'write an https address; a user and a password go to `username:` and `secret:`');
}

/** The file of `ca:`, for the HTTP client. */
export function caOf({ settings }: FeedSettings): string | undefined {
  return textAt(settings, 'ca');
}
