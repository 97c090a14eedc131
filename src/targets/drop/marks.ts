import { shellQuote } from '../shell-quote.ts';

/*
 * Marks stand in a text where only the site knows the value. They are made of characters for private use, which no
 * configuration has a reason to hold.
 */
const start = '\uE000';
const end = '\uE001';
const mark = /\uE000(root|site:[^\uE000\uE001]*)\uE001/;

/** The folder of the site. */
export const rootMark = `${start}root${end}`;

/** A value that is kept at the site. */
export function siteMark(name: string): string {
  return `${start}site:${name}${end}`;
}

export function isSiteMark(text: string): boolean {
  return text.startsWith(`${start}site:`) && text.endsWith(end);
}

/** Names of the site's values in a text. */
export function siteNames(text: string): readonly string[] {
  return text.split(mark).flatMap((part, index) => (index % 2 === 1 && part !== 'root' ? [part.slice(5)] : []));
}

/** One word for a POSIX shell; `numberOf` says which of the site's values a name is. */
export function markedWord(text: string, numberOf: (name: string) => number): string {
  const parts = text.split(mark);
  if (parts.length === 1) return shellQuote(text);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part === '' ? '' : shellQuote(part);
      return part === 'root' ? '"$release_root"' : `"$release_site_${numberOf(part.slice(5))}"`;
    })
    .join('');
}
