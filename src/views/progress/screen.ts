/** Draws frames over each other on a terminal, with nothing but relative moves: what stands above stays untouched. */
export interface Screen {
  /** Replaces the last frame. `above` are lines that stay, printed before it. */
  draw(frame: readonly string[], above: readonly string[]): void;
  /** The last frame stays where it is; the cursor comes back. */
  leave(): void;
}

export interface ScreenOptions {
  readonly columns: () => number;
  readonly write: (text: string) => void;
  /** Width of a line that may hold colours. */
  readonly widthOf: (line: string) => number;
}

const sequence = '\u001b[';
const hideCursor = `${sequence}?25l`;
const showCursor = `${sequence}?25h`;
const clearLine = `${sequence}K`;
const clearBelow = `${sequence}J`;

export function createScreen({ columns, write, widthOf }: ScreenOptions): Screen {
  let drawn: readonly string[] = [];
  let drawnColumns = 0;
  let hidden = false;
  /** A terminal that became narrower has broken the lines of the last frame in two. */
  const rowsDrawn = (): number =>
    drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / Math.max(1, columns()))), 0);
  return {
    draw(frame, above) {
      const same =
        drawnColumns === columns() && frame.length === drawn.length && frame.every((line, at) => line === drawn[at]);
      if (same && above.length === 0) return;
      const rows = rowsDrawn();
      const up = rows === 0 ? '' : `${sequence}${rows}A\r`;
      const lines = [...above, ...frame].map((line) => `${line}${clearLine}\n`).join('');
      write(`${hidden ? '' : hideCursor}${up}${lines}${clearBelow}`);
      hidden = true;
      drawn = frame;
      drawnColumns = columns();
    },
    leave() {
      if (hidden) write(showCursor);
      hidden = false;
      drawn = [];
    },
  };
}
