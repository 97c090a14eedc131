import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import {
  type LauncherAnswer,
  type LaunchOrder,
  launcherPrelude,
  launchOrder,
  parseAnswer,
} from './launcher-program.ts';
import { registerLauncher, unregisterLauncher } from './launcher-registry.ts';
import { identify, type ProcessIdentity } from './process-table.ts';

export interface LauncherSetup {
  readonly environment: Readonly<Record<string, string>>;
  readonly defaultDirectory: string;
  readonly stateDirectory: string;
  /** Our own process. */
  readonly owner: ProcessIdentity;
}

const shell = '/bin/sh';

/**
 * One small shell, leader of a session and process group of its own, that runs one script at a time in that group.
 * It outlives us by the script it runs. It keeps our process from ending only while a script runs.
 */
export class Launcher {
  readonly identity: ProcessIdentity;
  readonly #child: ChildProcess;
  readonly #registration: string;
  #settle: ((answer: LauncherAnswer | undefined) => void) | undefined;
  #received = '';
  #dead = false;

  constructor(setup: LauncherSetup, onEnd: (launcher: Launcher) => void) {
    this.#child = spawn(shell, ['-s', 'release-launcher'], {
      cwd: setup.defaultDirectory,
      env: setup.environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const end = (): void => this.#end(onEnd);
    this.#child.on('error', this.#child.pid === undefined ? () => {} : end); // Without a process the next line throws.
    this.identity = identityOf(this.#child.pid);
    this.#child.on('exit', end);
    this.#child.stdin?.on('error', () => {}); // The exit event tells.
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.#child.unref();
    if (this.#child.stdin instanceof Socket) this.#child.stdin.unref();
    this.#hold(false);
    this.#registration = registerLauncher(setup.stateDirectory, this.identity, setup.owner);
    this.#child.stdin?.write(launcherPrelude(setup.stateDirectory, this.identity));
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Resolves with its answer, or undefined when the launcher ended without telling one: then ask the ticket's files. */
  run(order: LaunchOrder): Promise<LauncherAnswer | undefined> {
    this.#hold(true);
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#dead) this.#finish(undefined);
      else this.#child.stdin?.write(launchOrder(order));
    });
  }

  /** Ends it once it is idle. */
  end(): void {
    this.#child.stdin?.end();
  }

  #receive(bytes: Buffer): void {
    this.#received += bytes.toString('latin1');
    if (!this.#received.endsWith('\n')) return;
    const answer = parseAnswer(this.#received);
    this.#received = '';
    this.#finish(answer);
  }

  #finish(answer: LauncherAnswer | undefined): void {
    this.#hold(false);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }

  #end(onEnd: (launcher: Launcher) => void): void {
    if (this.#dead) return;
    this.#dead = true;
    unregisterLauncher(this.#registration);
    onEnd(this);
    this.#finish(undefined);
  }

  #hold(held: boolean): void {
    const { stdout } = this.#child;
    if (stdout instanceof Socket) held ? stdout.ref() : stdout.unref();
  }
}

function identityOf(pid: number | undefined): ProcessIdentity {
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity === undefined) throw new Error(`The launcher ${shell} could not be started`);
  return identity;
}
