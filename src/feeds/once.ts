import type { FeedResult } from './feed.ts';

/** Keeps answers by key for the life of a feed; a question under way is shared, a failure is asked anew. */
export interface Once<T> {
  of(key: string, ask: () => Promise<FeedResult<T>>): Promise<FeedResult<T>>;
  /** The answer, if it was asked for before and found. */
  peek(key: string): Promise<T | undefined>;
}

export function once<T>(): Once<T> {
  const known = new Map<string, Promise<FeedResult<T>>>();
  return {
    of: (key, ask) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const answer = ask();
      known.set(key, answer);
      const forget = () => void known.delete(key);
      void answer.then((result) => (result.ok ? undefined : forget()), forget);
      return answer;
    },
    peek: async (key) => {
      const result = await known.get(key);
      return result?.ok === true ? result.value : undefined;
    },
  };
}
