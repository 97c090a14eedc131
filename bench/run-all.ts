import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figure, isMet, readFigures } from './support/figure.ts';
import { bench } from './support/programs.ts';
import { table } from './support/table.ts';

/** Each is a program of its own in this folder that prints figures. A new one is a file and a line here. */
const benches = ['start', 'in-process', 'resume', 'compile', 'run', 'feeds', 'since', 'diff', 'agents'];

/** `npm run bench -- [names…] [--output json]`; see README.md. Ends with 1 when a bench broke, never for a slow figure. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { output: { type: 'string' } } });
const unknown = positionals.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${benches.join(', ')}\n`);
  process.exit(2);
}

const figures: Figure[] = [];
const broken: string[] = [];
for (const name of positionals.length > 0 ? positionals : benches) {
  process.stderr.write(`${name} …\n`);
  const { program, arguments: words } = bench(name);
  const ended = spawnSync(program, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  figures.push(...readFigures(ended.stdout));
  if (ended.status !== 0) broken.push(name);
}

const machine = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
  gigabytes: Math.round(totalmem() / 2 ** 30),
};
const measured = figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null }));
if (values.output === 'json') {
  process.stdout.write(`${JSON.stringify({ schemaVersion: 1, machine, figures: measured, broken }, undefined, 2)}\n`);
} else {
  process.stdout.write(`${Object.values(machine).join(', ')} GB\n\n${table(figures)}\n`);
  for (const name of broken) process.stdout.write(`The bench ${name} broke; what it said stands above.\n`);
}
process.exitCode = broken.length > 0 ? 1 : 0;
