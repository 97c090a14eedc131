import type { WaveTally } from './tally.ts';

/** A bar of so many columns; it is full only when all is done. */
export function bar(done: number, total: number, columns: number): string {
  const share = total === 0 ? 1 : done / total;
  const filled = done >= total ? columns : Math.min(columns - 1, Math.floor(share * columns));
  return '█'.repeat(filled) + '░'.repeat(columns - filled);
}

/** Too few to say how fast it goes. */
const fewest = 3;

/** Milliseconds until the wave is done if it goes on as it went, or undefined when nobody can tell. */
export function eta({ phase, base, ended, total }: WaveTally, now: number): number | undefined {
  if (phase !== 'running' || base === undefined || ended >= total) return undefined;
  const done = ended - base.ended;
  const elapsed = now - base.at;
  if (done < fewest || elapsed <= 0) return undefined;
  return (elapsed / done) * (total - ended);
}
