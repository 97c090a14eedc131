/** Characters that a terminal obeys or hides: controls, direction marks, zero width, line separators, half characters. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;

/** Text for one line of a terminal: what would act or hide is shown as `<U+001B>`. */
export function escapeLine(text: string): string {
  return text.replace(unsafe, visible);
}

/** The same for text of several lines: line feeds and tabs stay. */
export function escapeText(text: string): string {
  return text.replace(unsafe, (character) =>
    character === '\n' || character === '\t' ? character : visible(character),
  );
}

function visible(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`;
}
