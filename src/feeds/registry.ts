import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import type { Feed } from './feed.ts';
import { folderFeed } from './folder.ts';
import { npmFeed } from './npm.ts';
import { nugetFeed } from './nuget.ts';
import { ociFeed } from './oci.ts';
import { s3Feed } from './s3.ts';

/** Every type of feed there is: a new one is one file and one line here. */
const types: { readonly [type: string]: FeedFactory } = {
  folder: folderFeed,
  nuget: nugetFeed,
  npm: npmFeed,
  oci: ociFeed,
  s3: s3Feed,
};

/** Names that `type` may have, for messages. */
const feedTypes: readonly string[] = Object.keys(types);

/** Makes the feed that a workspace describes; reads nothing yet. */
export function createFeed(config: FeedSettings, context: FeedContext): Feed | Diagnostic {
  const factory = Object.hasOwn(types, config.type) ? types[config.type] : undefined;
  if (factory !== undefined) return factory(config, context);
  return {
    code: 'REL1511',
    severity: 'error',
    summary: `The feed "${config.name}" has the unknown type "${config.type}"`,
    hint: `use one of: ${feedTypes.join(', ')}`,
    ...(config.span && { span: config.span }),
  };
}

export function isFeed(made: Feed | Diagnostic): made is Feed {
  return 'versions' in made;
}
