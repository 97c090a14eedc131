import type { Feed } from '../feeds/feed.ts';

/** So long a feed may be silent before somebody is told, in milliseconds. */
const silence = 3_000;

/** The same feed, which says once that it is waited for: a feed that hangs is given minutes before it is given up. */
export function tellingWhenSlow(feed: Feed, tell: (text: string) => void): Feed {
  let isTold = false;
  const watched = async <T>(asked: Promise<T>, id: string): Promise<T> => {
    const timer = setTimeout(() => {
      if (!isTold) tell(`waiting for the feed ${feed.name}, asked for ${id}`);
      isTold = true;
    }, silence);
    try {
      return await asked;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    name: feed.name,
    versions: (id, signal) => watched(feed.versions(id, signal), id),
    sha256: (id, version, signal) => watched(feed.sha256(id, version, signal), `${id} ${version.text}`),
    open: (id, version, signal) => watched(feed.open(id, version, signal), `${id} ${version.text}`),
  };
}
