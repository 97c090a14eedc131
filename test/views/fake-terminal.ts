/** Sequences, and whatever else there is character by character. */
const parts = new RegExp(`${String.fromCharCode(27)}\\[\\??\\d*[A-Za-z]|[\\s\\S]`, 'gu');

/** A terminal that does what the live view may ask of one, and refuses everything else. */
export interface FakeTerminal {
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => void;
  /** All lines ever shown that are still there, without blanks at their ends; the last `rows` are in view. */
  readonly lines: () => readonly string[];
  readonly cursorHidden: () => boolean;
  readonly writes: () => number;
}

export function fakeTerminal(columns: number, rows: number): FakeTerminal {
  const grid: string[][] = [[]];
  let [line, column, hidden, count] = [0, 0, false, 0];
  const put = (character: string): void => {
    if (column >= columns) newLine();
    const row = grid[line] ?? [];
    row[column++] = character;
    grid[line] = row;
  };
  const newLine = (): void => {
    column = 0;
    line++;
    grid[line] ??= [];
  };
  const obey = (sequence: string): void => {
    const [, amount = '', command = ''] = /^.\[(\??\d*)(.)$/s.exec(sequence) ?? [];
    if (command === 'A') {
      const top = Math.max(0, grid.length - rows);
      if (line - Number(amount) < top) throw new Error('moved above what is in view');
      line -= Number(amount);
    } else if (command === 'K') grid[line]?.splice(column);
    else if (command === 'J') {
      grid[line]?.splice(column);
      grid.splice(line + 1);
    } else if (amount === '?25') hidden = command === 'l';
    else if (command !== 'm') throw new Error(`unknown sequence ${JSON.stringify(sequence)}`);
  };
  const write = (text: string): void => {
    count++;
    for (const [part] of text.matchAll(parts)) {
      if (part.length > 2) obey(part);
      else if (part === '\n') newLine();
      else if (part === '\r') column = 0;
      else put(part);
    }
  };
  const lines = (): readonly string[] => {
    const shown = grid.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return shown.at(-1) === '' ? shown.slice(0, -1) : shown;
  };
  return { columns, rows, write, lines, cursorHidden: () => hidden, writes: () => count };
}
