/** One word for any POSIX shell that stands for exactly `text`. `text` must hold no NUL. */
export function shellQuote(text: string): string {
  return text.includes("'") ? `'${text.replaceAll("'", `'\\''`)}'` : `'${text}'`;
}
