#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Output, Surroundings } from './cli/surroundings.ts';

/*
 * The composition root: the only place that touches the process. `--version` is answered before anything is loaded;
 * everything else is loaded when it is asked for.
 */
const typed = process.argv.slice(2);
if (typed.length === 1 && (typed[0] === '--version' || typed[0] === '-V')) process.stdout.write(`${readVersion()}\n`);
else if (typed[0] === '__complete') void answerShell();
else void start();

/** A completion script asks: somebody has pressed Tab and waits, so nothing else is loaded. */
async function answerShell(): Promise<void> {
  const { complete } = await import('./cli/completion/complete.ts');
  process.stdout.write(await complete(typed[1] ?? '', typed.slice(2), process.cwd()).catch(() => 'words\n'));
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/**
 * Most commands end before optimized code has paid for its making, on a core that scripts want: optimizing seven times
 * later saves a tenth of a run's CPU time and a fifth of a check's. Later versions of Node know no such flag. The parser
 * of HTTP is WebAssembly, and optimizing that takes 36 MB.
 */
function optimizeLater(): void {
  // Under other flags than those at its start Node compiles its own modules anew: what most commands need comes before.
  for (const name of ['crypto', 'child_process', 'fs/promises', 'module']) process.getBuiltinModule(name);
  const { setFlagsFromString } = process.getBuiltinModule('v8');
  setFlagsFromString('--liftoff-only');
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');
}

async function start(): Promise<void> {
  optimizeLater();
  const { steadyNow } = await import('./cli/steady-now.ts');
  const surroundings = realSurroundings(steadyNow(Date.now));
  const { reportCrash } = await import('./cli/crash-report.ts');
  const crash = (error: unknown): void => {
    reportCrash(error, surroundings, surroundings.directory);
    process.exit(2);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const { runCli } = await import('./cli/run-cli.ts');
  const code = await runCli(surroundings);
  await drained(process.stdout);
  await drained(process.stderr);
  // Not left to the event loop: a forgotten socket or timer must not keep a finished command alive.
  process.exit(code);
}

function realSurroundings(now: () => number): Surroundings {
  const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
  // A copy: scripts get what the person has set, not what is for this process alone.
  const environment = { ...process.env };
  // The one supported way to keep AWS's advice about Node versions off people's screens; Node's own warnings stay.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return {
    arguments: typed,
    directory: process.cwd(),
    environment,
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    ask: canAsk ? askOnTerminal : undefined,
    now,
    version: readVersion(),
    pid: process.pid,
    kill: (pid, signal) => void process.kill(pid, signal),
    maskingProgram: [process.execPath, fileURLToPath(new URL('./mask-output.js', import.meta.url))],
    nodeVersion: process.versions.node,
    platform: process.platform,
    onSignal: (handler) => {
      process.on('SIGINT', handler);
      process.on('SIGTERM', handler);
      return () => void process.off('SIGINT', handler).off('SIGTERM', handler);
    },
  };
}

function outputTo(stream: NodeJS.WriteStream): Output {
  let closed = false;
  // A reader such as `head` may leave early: the command goes on and what it writes is dropped.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    isTerminal: stream.isTTY === true,
    // A terminal that nobody has measured says 0.
    get columns() {
      return stream.columns || 100;
    },
    get rows() {
      return stream.rows || 40;
    },
    write: (text) => {
      if (!closed) stream.write(text);
    },
    closed: () => closed,
  };
}

async function askOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}
