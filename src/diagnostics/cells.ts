import { escapeLine } from './escape.ts';

/** One character of a source line as it is shown: where it stands in the line, what is printed, how wide that is. */
export interface Cell {
  /** Offset in the line, in UTF-16 code units. */
  readonly offset: number;
  readonly shown: string;
  /** Terminal columns. */
  readonly width: number;
}

const tabWidth = 4;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const combining = /^\p{Mark}$/u;

/**
 * Splits a line into cells: tabs become spaces up to the next stop, dangerous characters their visible names.
 * `base` is the offset of the given text in its line.
 */
export function cellsOf(line: string, base = 0): readonly Cell[] {
  const cells: Cell[] = [];
  let offset = base;
  let column = 0;
  for (const character of line) {
    const shown = character === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : escapeLine(character);
    const width = shown === character ? widthOf(character) : shown.length;
    cells.push({ offset, shown, width });
    offset += character.length;
    column += width;
  }
  return cells;
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
