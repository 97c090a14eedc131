import { closeSync, writeSync } from 'node:fs';
import { OutputMasker } from './secrets/mask-output.ts';

/*
 * A program of its own, started by the launchers of scripts (see targets/local/launcher-program.ts) for steps that use
 * secrets: input is what the script writes, descriptor 3 is its log, output is for the exit code. No arguments.
 */
const starter = process.ppid;
// A signal to the script's process group is for the script. This ends when the output does.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)
  process.on(signal, () => {});

const masker = new OutputMasker({
  log: 3,
  answer: (exitCode) => {
    try {
      writeSync(1, exitCode);
    } catch {
      // Whoever asked is dead. What processes of the script still write is masked all the same.
    }
    closeSync(1);
  },
  // The shell that started us waits for us, so that we leave no zombie; now it need not.
  goOn: () => {
    if (starter > 1 && process.ppid === starter) process.kill(starter, 'SIGUSR1');
  },
});
process.stdin.on('data', (bytes: Buffer) => masker.take(bytes));
process.stdin.on('end', () => {
  masker.end();
  process.exit(0);
});
