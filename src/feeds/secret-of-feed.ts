import type { SecretReference } from '../config/scope.ts';
import type { Json } from '../util/json.ts';
import type { FeedContext } from './factory.ts';
import { type FeedResult, failed, found } from './feed.ts';
import { asMap } from './json-access.ts';

const sources: readonly SecretReference['source'][] = ['env', 'file', 'ssm', 'sops', 'site'];

/** Reads the feed's own secret, once; undefined when it has none. */
export type FeedSecret = () => Promise<FeedResult<string | undefined>>;

export function secretOfFeed(setting: Json | undefined, { secret }: FeedContext): FeedSecret {
  const reference = referenceOf(setting);
  if (reference === undefined) return async () => found(undefined);
  const name = `${reference.source}:${reference.ref}`;
  let known: Promise<FeedResult<string | undefined>> | undefined;
  const read = async (): Promise<FeedResult<string | undefined>> => {
    if (secret === undefined) return failed({ kind: 'no-secret', detail: name, hint: 'secrets are not set up here' });
    const answer = await secret(reference);
    if (answer.ok) return found(answer.value);
    const { summary, hint = 'set it' } = answer.diagnostic;
    return failed({ kind: 'no-secret', detail: summary, hint });
  };
  return () => {
    known ??= read();
    return known;
  };
}

function referenceOf(setting: Json | undefined): SecretReference | undefined {
  const map = asMap(setting);
  for (const source of sources) {
    const ref = map?.[source];
    if (typeof ref === 'string') return { source, ref };
  }
  return undefined;
}
