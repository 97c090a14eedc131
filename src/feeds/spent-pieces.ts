import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of pieces after which those that are done with are thrown away. */
const DUE = 1024 ** 2;

/**
 * Counts the bytes of a stream's pieces. To V8 a piece is a small object, so it lets tens of megabytes of them lie about
 * before it looks which ones nobody needs any more; it is told to look, which takes less time than it takes the system
 * to find fresh memory for every piece.
 */
export function spentPieces(): (bytes: number) => void {
  let spent = 0;
  return (bytes) => {
    spent += bytes;
    if (spent < DUE) return;
    spent = 0;
    collectYoung ??= youngCollector();
    collectYoung();
  };
}

let collectYoung: (() => void) | undefined;

/** V8 has no other way to say this to it while it runs. */
function youngCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return () => {
    // Memory is given back at once and not by a thread that has to wait for its turn; a heap that is full of spent pieces
    // is no reason to make it larger.
    setFlagsFromString('--no-concurrent-array-buffer-sweeping');
    setFlagsFromString('--semi-space-growth-factor=1');
    if (typeof collect === 'function') collect({ type: 'minor' });
    setFlagsFromString('--semi-space-growth-factor=2');
    setFlagsFromString('--concurrent-array-buffer-sweeping');
  };
}
