/** What a .nuspec says its package is. Undefined where the text has no such element. */
export interface Nuspec {
  readonly id?: string;
  readonly version?: string;
}

/** Reads id and version out of a .nuspec: UTF-8 or UTF-16 with a byte order mark. Never throws. */
export function readNuspec(bytes: Uint8Array): Nuspec {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const text = withoutComments(new TextDecoder(encoding).decode(bytes));
  const start = text.search(/<(?:[\w.-]+:)?metadata[\s>]/);
  if (start < 0) return {};
  const id = elementText(text, start, 'id');
  const version = elementText(text, start, 'version');
  return { ...(id === undefined ? {} : { id }), ...(version === undefined ? {} : { version }) };
}

function withoutComments(text: string): string {
  const kept: string[] = [];
  let position = 0;
  for (;;) {
    const open = text.indexOf('<!--', position);
    if (open < 0) return kept.join('') + text.slice(position);
    kept.push(text.slice(position, open));
    const close = text.indexOf('-->', open + 4);
    if (close < 0) return kept.join('');
    position = close + 3;
  }
}

function elementText(text: string, start: number, name: string): string | undefined {
  const tag = new RegExp(`<(?:[\\w.-]+:)?${name}\\s*>([^<]*)<`, 'g');
  tag.lastIndex = start;
  const inner = tag.exec(text)?.[1];
  return inner === undefined ? undefined : decodeEntities(inner.trim());
}

const NAMED: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
