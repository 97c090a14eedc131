import type { Environment } from '../factory.ts';

/** Keys and values of an .npmrc, as written but for `${NAME}`. */
export type Npmrc = ReadonlyMap<string, string>;

/**
 * Reads an .npmrc (docs.npmjs.com/cli/configuring-npm/npmrc): `key = value` lines, comments with `;` or `#`, quotes, and
 * `${NAME}` for environment variables. One that is not set stays as it is written; `${NAME?}` then is empty.
 */
export function parseNpmrc(text: string, environment: Environment): Npmrc {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[;#[]/.test(trimmed)) continue;
    const equals = trimmed.indexOf('=');
    if (equals <= 0) continue;
    const key = fillIn(unquoted(trimmed.slice(0, equals).trim()), environment);
    values.set(key, fillIn(unquoted(trimmed.slice(equals + 1).trim()), environment));
  }
  return values;
}

function unquoted(text: string): string {
  const quote = text[0];
  if (text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote)) return text.slice(1, -1);
  return withoutComment(text);
}

/** A comment starts at `;` or `#` unless a backslash stands before it. */
function withoutComment(text: string): string {
  const comment = /(?<!\\)[;#]/.exec(text);
  return (comment === null ? text : text.slice(0, comment.index).trimEnd()).replace(/\\([;#\\])/g, '$1');
}

function fillIn(text: string, environment: Environment): string {
  return text.replace(
    /(?<!\\)(\\*)\$\{([^${}?]+)(\?)?\}/g,
    (whole, slashes: string, name: string, optional?: string) => {
      if (slashes.length % 2 === 1) return whole.slice((slashes.length + 1) / 2);
      const value = environment[name];
      const filled = value ?? (optional === undefined ? `\${${name}}` : '');
      return slashes.slice(slashes.length / 2) + filled;
    },
  );
}

/** The registry for a package: that of its scope, or the general one. Undefined when the file names none. */
export function registryFor(id: string, npmrc: Npmrc): string | undefined {
  const scope = /^(@[^/]+)\//.exec(id)?.[1];
  return scope === undefined ? undefined : npmrc.get(`${scope.toLowerCase()}:registry`);
}

/** What an .npmrc has for an address. */
export type NpmAuth =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'basic'; readonly encoded: string };

/**
 * The credentials for an address: keys are `//host/path/:_authToken` and the like; the longest path that holds one wins, so
 * what is meant for one registry never goes to another.
 */
export function npmAuthFor(url: URL, npmrc: Npmrc): NpmAuth | undefined {
  let path = `//${url.host}${url.pathname}`;
  while (path.length > 2) {
    const auth = authAt(path, npmrc);
    if (auth !== undefined) return auth;
    path = path.endsWith('/') ? path.slice(0, -1) : path.slice(0, path.lastIndexOf('/') + 1);
  }
  return undefined;
}

function authAt(path: string, npmrc: Npmrc): NpmAuth | undefined {
  const token = npmrc.get(`${path}:_authToken`);
  if (token) return { kind: 'token', token };
  const both = npmrc.get(`${path}:_auth`);
  if (both) return { kind: 'basic', encoded: both };
  const user = npmrc.get(`${path}:username`);
  const password = npmrc.get(`${path}:_password`);
  if (!user || !password) return undefined;
  const plain = Buffer.from(password, 'base64').toString();
  return { kind: 'basic', encoded: Buffer.from(`${user}:${plain}`).toString('base64') };
}
