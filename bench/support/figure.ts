/** One measured thing, held against a peer or a floor in the same run. Benches print them as lines of JSON. */
export interface Figure {
  readonly bench: string;
  /** What was measured, such as `100 tenants x 20 steps`. */
  readonly what: string;
  /** With its unit, such as `1.9 s`. */
  readonly ours: string;
  /** Who it is held against, and what that took; why there is nothing to hold it against, where it was left out. */
  readonly peer: string;
  /** Ours by theirs, or ours by what is promised. Absent where the peer was left out. */
  readonly ratio?: number;
  /** Most that the ratio may be. */
  readonly goal?: number;
  readonly note?: string;
}

export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** Undefined where nothing was promised or the peer was left out. */
export function isMet({ ratio, goal }: Figure): boolean | undefined {
  return ratio === undefined || goal === undefined ? undefined : ratio <= goal;
}

/** The figures among the lines that a bench printed. */
export function readFigures(output: string): readonly Figure[] {
  return output.split('\n').flatMap((line) => (line.startsWith('{"bench"') ? [JSON.parse(line) as Figure] : []));
}

export function seconds(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;
}
