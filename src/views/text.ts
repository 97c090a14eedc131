import { cellsOf } from '../diagnostics/cells.ts';
import { escapeLine } from '../diagnostics/escape.ts';

const plainText = /^[\x20-\x7e]*$/;

/** Anything that comes from YAML, a script or another machine, safe for one line of a terminal. */
export function clean(text: string): string {
  return plainText.test(text) ? text : escapeLine(text);
}

/** Colours and other sequences that a program writes for a terminal: taken out, so that the rest stays readable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what the sequences begin with.
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** A line that a program wrote. Of a line written over itself (a progress bar) only what was written last is kept. */
export function cleanOutput(line: string): string {
  if (plainText.test(line)) return line;
  const bare = line.replace(sequences, '').replace(/\r+$/, '');
  const last = bare.slice(bare.lastIndexOf('\r') + 1);
  return cellsOf(last)
    .map(({ shown }) => shown)
    .join('');
}

/** First line of a text that holds more than blanks, safe for a terminal. */
export function firstLine(text: string): string {
  const line = text.split(/[\r\n]+/).find((one) => one.trim() !== '');
  return cleanOutput(line?.trim() ?? '');
}

/** Terminal columns that a text without sequences takes. */
export function widthOf(text: string): number {
  if (plainText.test(text)) return text.length;
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** The text if it fits, else its beginning and `…`. The text must be clean. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let left = columns - 1;
  for (const { shown, width } of cellsOf(text)) {
    if (width > left) break;
    kept += shown;
    left -= width;
  }
  return columns < 1 ? '' : `${kept}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** Breaks a clean text at blanks. A word longer than a line is left as it is: a path or a command is copied whole. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
