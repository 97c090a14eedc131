/** An address for people: without user, password, query and fragment, all of which may hold something private. */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** A base address to append to: ends with a slash. Undefined when it is none, or holds a user or password. */
export function baseAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url;
}

export function withSlash(url: URL): URL {
  return url.pathname.endsWith('/') ? url : new URL(`${url.origin}${url.pathname}/${url.search}`);
}
