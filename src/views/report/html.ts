import { clean } from '../text.ts';

/** A piece of HTML that is written by us. Only `html` makes one, so no other text can get into a page unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = string | number | Html | readonly HtmlPart[];

/**
 * HTML with values filled in. Every value that is not `Html` itself is text from somebody else: characters that act are
 * made visible, and what means something in HTML is escaped, in content and in double-quoted attributes alike.
 */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return new Html(pieces.map((piece, index) => piece + (index < values.length ? written(values[index]) : '')).join(''));
}

function written(part: HtmlPart | undefined): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'number') return String(part);
  return typeof part === 'string' ? escapeHtml(clean(part)) : part.map(written).join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data for a `<script type="application/json">`: no `<` is left that could end it or open a comment. */
export function scriptJson(data: unknown): Html {
  return new Html(
    JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  );
}
