/** Characters that JSON allows as they are and a terminal obeys or hides. Inside JSON they only stand in strings. */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A document for stdout, ending with a line feed. What would act on a terminal is escaped, which JSON allows. */
export function jsonText(document: object): string {
  return `${escapeJson(JSON.stringify(document, undefined, 2))}\n`;
}

/** One line of NDJSON. */
export function jsonLine(document: object): string {
  return `${escapeJson(JSON.stringify(document))}\n`;
}

export function escapeJson(text: string): string {
  return text.replace(unsafe, (character) =>
    Array.from({ length: character.length }, (_, index) => unicodeEscape(character.charCodeAt(index))).join(''),
  );
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
