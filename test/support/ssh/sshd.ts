import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((file) => existsSync(file));

/** Words for the title of a test that is skipped. */
export const sshMissing =
  program === undefined
    ? 'skipped, because there is no sshd (Debian: apt-get install openssh-server)'
    : existsSync('/usr/bin/ssh')
      ? undefined
      : 'skipped, because there is no ssh';

export interface Sshd {
  readonly port: number;
  readonly name: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Debian's real OpenSSH server, several times on this machine, with a user's world that knows how to reach it. */
export class SshWorld {
  readonly folder: string;
  readonly #servers: Sshd[] = [];

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    this.#key('id');
    this.#key('stranger');
    writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'id.pub')));
    writeFileSync(join(folder, 'known_hosts'), '');
    this.writeConfig('');
  }

  get config(): string {
    return join(this.folder, 'config');
  }

  /** Begins with `lines`: the first value of an option counts. */
  writeConfig(lines: string): void {
    const known = join(this.folder, 'known_hosts');
    writeFileSync(
      this.config,
      `${lines}\nHost *\n  IdentityFile ${join(this.folder, 'id')}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${known}\n  GlobalKnownHostsFile /dev/null\n  User ${userInfo().username}\n`,
    );
  }

  /** A host `name` of the configuration. `more` are lines of sshd_config. */
  async host(name: string, more: readonly string[] = []): Promise<Sshd> {
    const port = await freePort();
    this.#key(`host-${name}`);
    const file = join(this.folder, `sshd-${name}`);
    writeFileSync(
      file,
      [
        ...more,
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${join(this.folder, `host-${name}`)}`,
        `AuthorizedKeysFile ${join(this.folder, 'authorized_keys')}`,
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PidFile none',
        'MaxStartups 100',
        '',
      ].join('\n'),
    );
    const server = new RunningSshd(name, port, file);
    await server.start();
    this.#servers.push(server);
    this.know(server);
    return server;
  }

  know({ name, port }: Pick<Sshd, 'name' | 'port'>, key = `host-${name}`): void {
    const [type, text] = readFileSync(join(this.folder, `${key}.pub`), 'utf8').split(' ');
    const file = join(this.folder, 'known_hosts');
    const others = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(`[127.0.0.1]:${port} `));
    writeFileSync(file, [...others, `[127.0.0.1]:${port} ${type} ${text}`, ''].join('\n'));
  }

  forgetKnown(): void {
    writeFileSync(join(this.folder, 'known_hosts'), '');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  #key(name: string): void {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(this.folder, name)]);
  }
}

class RunningSshd implements Sshd {
  readonly name: string;
  readonly port: number;
  readonly #file: string;
  child!: ChildProcess;

  constructor(name: string, port: number, file: string) {
    this.name = name;
    this.port = port;
    this.#file = file;
  }

  async start(): Promise<void> {
    this.child = spawn(program ?? '/usr/sbin/sshd', ['-D', '-e', '-f', this.#file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    this.child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    for (let tries = 0; tries < 200; tries += 1) {
      if (this.child.exitCode !== null) throw new Error(`sshd ended: ${said}`);
      if (await answers(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`sshd does not answer: ${said}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    for (const pid of childrenOf(this.child.pid ?? 0)) kill(pid);
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Cuts all connections of a server, which goes on: kills its children. */
export function cutConnections({ child }: Sshd): number {
  const children = childrenOf(child.pid ?? 0);
  for (const pid of children) kill(pid);
  return children.length;
}

/** With privilege separation each connection is two processes; scripts are in sessions of their own. */
function childrenOf(pid: number): readonly number[] {
  const text = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const direct = rows.filter(([, parent]) => Number(parent) === pid).map(([own]) => Number(own));
  const below = rows
    .filter(([, parent, name]) => direct.includes(Number(parent)) && name === 'sshd')
    .map(([own]) => Number(own));
  return [...direct, ...below];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
