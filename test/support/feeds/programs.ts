import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';

/** Whether a program is there and runs. Some only pretend to be: a shim without what it stands for. */
export function canRun(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { timeout: 20_000 }).status === 0;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

export interface Started {
  close(): Promise<void>;
}

/** Starts a server that is a program of its own, and waits until `url` answers anything at all. */
export async function startProgram(program: string, words: readonly string[], url: string): Promise<Started> {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  for (let tries = 0; ; tries += 1) {
    if (await answers(url)) return { close: () => ended(child) };
    if (child.exitCode !== null || tries > 300) throw new Error(`${program} does not answer at ${url}\n${said}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}
