/** Parts shorter than this would match all over a log, so they count only as a whole token (see masker.ts). */
export const shortestPart = 4;

/**
 * Every way in which a secret may turn up in a text: as it is, line by line, in base64 and base64url (wherever in
 * encoded data it stands), in hexadecimal, URL-encoded, escaped for JSON and XML, quoted for a shell.
 */
export function secretForms(secret: string): ReadonlySet<string> {
  const forms = new Set<string>();
  const add = (form: string): void => {
    if (form !== '') forms.add(form);
  };
  add(secret);
  for (const line of linesOf(secret)) add(line);
  for (const form of [...forms]) for (const escaped of escapedForms(form)) add(escaped);
  for (const form of base64Forms(secret)) add(form);
  for (const form of hexForms(secret)) add(form);
  return forms;
}

/** A tool that prints a key prints its lines. Lines of a few characters, such as the braces of a JSON file, are no secret. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n|\r/).map((line) => line.trim());
  return lines.length < 2 ? [] : lines.filter((line) => line.length >= shortestPart);
}

function escapedForms(text: string): readonly string[] {
  const url = encodeUrl(text);
  const json = JSON.stringify(text).slice(1, -1);
  return [
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ '': text }).toString().slice(1),
    url.replaceAll('%20', '+'),
    encodeStrictly(url),
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[<>&']/g, (char) => unicodeEscape(char)),
    json.replace(nonAscii, (char) => unicodeEscape(char)),
    json.replaceAll('/', '\\/').replace(nonAscii, (char) => unicodeEscape(char)),
    // .NET escapes quotes like this too.
    json
      .replaceAll('\\"', '\\u0022')
      .replace(/[<>&'+`]|[^\0-\x7f]/g, (char) => unicodeEscape(char).toUpperCase().replace('U', 'u')),
    text.replaceAll("'", `'\\''`),
    text.replaceAll("'", "''"),
    text.replace(/["$`\\]/g, '\\$&'),
    text.replace(/[^\w@%+=:,./-]/g, '\\$&'),
    text.replace(/[&<>]/g, xmlEntity),
    text.replace(/[&<>"]/g, xmlEntity),
  ];
}

const nonAscii = /[^\0-\x7f]/g;

/** Half a surrogate pair is one character here, as it is for JSON. */
function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function hexForms(secret: string): readonly string[] {
  const hex = Buffer.from(secret, 'utf8').toString('hex');
  return hex.length < 2 * shortestPart ? [] : [hex, hex.toUpperCase()];
}

/** Half a surrogate pair has no URL-encoding, and no secret that was read as UTF-8 holds one. */
function encodeUrl(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** RFC 3986 also encodes these. */
function encodeStrictly(url: string): string {
  return url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function xmlEntity(char: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[char] ?? char;
}

/** `base64` of GNU wraps at 76 columns, OpenSSL and PEM at 64. */
const wraps = [76, 64];

function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const whole = bytes.toString('base64');
  const withLineBreak = Buffer.from(`${secret}\n`, 'utf8').toString('base64');
  const cores = [0, 1, 2].map((before) => coreAt(bytes, before)).filter((core) => core.length >= shortestPart);
  const pieces = wraps.flatMap((width) => (whole.length > width ? chunks(whole, width) : []));
  const forms = [whole, whole.replace(/=+$/, ''), withLineBreak, ...cores, ...pieces];
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')), ...forms.map(encodeUrl)];
}

/** The characters that depend on the secret alone when `before` bytes (modulo 3) of other data go before it. */
function coreAt(bytes: Uint8Array, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

function chunks(text: string, width: number): readonly string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length; start += width) found.push(text.slice(start, start + width));
  return found.filter((piece) => piece.length >= 2 * shortestPart);
}
