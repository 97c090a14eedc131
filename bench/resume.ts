import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalRecord } from '../src/run/events.ts';
import { writeChains } from './support/chains.ts';
import { print, seconds } from './support/figure.ts';
import { inFolder, median, round } from './support/measure.ts';
import { release } from './support/programs.ts';

/**
 * A run of 20,000 steps is killed (SIGKILL) half-way and resumed: from the start of the process that resumes to the
 * moment at which it records the intent of the first step that had not begun. Each resume is killed again after that.
 */
const promised = 0.5;
const rounds = 5;

await inFolder(async (folder) => {
  writeChains(folder, 1000);
  const journal = join(folder, '.release', 'runs', 'r.1', 'journal.ndjson');
  const wholeRun = 6_500_000;
  await killWhen(folder, ['run', join('releases', 'r.yaml'), '--yes', '--parallel', '8'], () =>
    sizeOf(journal) > wholeRun / 2 ? true : undefined,
  );
  const taken: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const from = endOfLines(journal);
    const start = Date.now();
    const first = await killWhen(folder, ['resume', 'r.1'], () => firstStart(journal, from));
    taken.push((first - start) / 1000);
  }
  print({
    bench: 'resume',
    what: 'first remaining step of 20,000 after kill -9 half-way',
    ours: seconds(median(taken)),
    peer: `promised ${seconds(promised)}`,
    ratio: round(median(taken) / promised),
    goal: 1,
    note: `median of ${rounds}, from the start of the process`,
  });
});

/** Runs it until there is an answer, which is looked for every few milliseconds, then kills it. */
async function killWhen<T>(folder: string, words: readonly string[], look: () => T | undefined): Promise<T> {
  const { program, arguments: all } = release(words, folder);
  const child = spawn(program, all, { cwd: folder, stdio: 'ignore', env: { ...process.env, CI: '1' } });
  const ended = once(child, 'exit');
  for (;;) {
    const seen = look();
    if (seen !== undefined) {
      child.kill('SIGKILL');
      await ended;
      return seen;
    }
    if (child.exitCode !== null) throw new Error(`release ${words.join(' ')} ended with ${child.exitCode} before that`);
    await sleep(5);
  }
}

/** When the first attempt after this place of the journal was recorded, in milliseconds since 1970. */
function firstStart(journal: string, from: number): number | undefined {
  const lines = textAfter(journal, from).split('\n').slice(0, -1);
  const records = lines.map((line) => JSON.parse(line) as JournalRecord);
  const first = records.find(({ event }) => event.type === 'attempt-started');
  return first && Date.parse(first.at);
}

function textAfter(file: string, from: number): string {
  const bytes = Buffer.alloc(Math.max(0, sizeOf(file) - from));
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, from));
  } finally {
    closeSync(descriptor);
  }
}

/** What stands after them is space, or was cut off. */
function endOfLines(file: string): number {
  return readFileSync(file).lastIndexOf('\n') + 1;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
