/** What a registry asks for in WWW-Authenticate (RFC 9110; distribution's token authentication). */
export type Challenge =
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string | undefined }
  | { readonly kind: 'basic' }
  | { readonly kind: 'other' };

export function readChallenge(header: string): Challenge {
  const bearer = /(?:^|,)\s*Bearer\s+(.*)$/i.exec(header)?.[1];
  if (bearer !== undefined) {
    const parameters = readParameters(bearer);
    const realm = parameters.get('realm');
    if (realm !== undefined) return { kind: 'bearer', realm, service: parameters.get('service') };
  }
  return /(?:^|,)\s*Basic(?:\s|$)/i.test(header) ? { kind: 'basic' } : { kind: 'other' };
}

function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  return parameters;
}
