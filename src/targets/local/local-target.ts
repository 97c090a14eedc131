import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { PackageStore } from '../package-store.ts';
import { checkEnvironment } from '../script-environment.ts';
import {
  type Capabilities,
  type Interpreter,
  interpreters,
  type LogChunk,
  type ScriptRequest,
  type StartResult,
  type Target,
  type TicketStatus,
} from '../target.ts';
import type { MaskingProgram } from '../target-maker.ts';
import type { SendSignal } from './cancel-group.ts';
import { cancelTicket } from './cancel-ticket.ts';
import { LauncherPool } from './launcher-pool.ts';
import type { LauncherAnswer, LaunchOrder } from './launcher-program.ts';
import { ownIdentity, sweepRegistry } from './launcher-registry.ts';
import { type Hidden, hide } from './masked-launch.ts';
import { poll } from './poll.ts';
import type { ProcessIdentity } from './process-table.ts';
import { findInterpreter } from './programs.ts';
import { readLogFile } from './read-log.ts';
import { openRun } from './run-folder.ts';
import { ScriptStore } from './script-store.ts';
import { judgeTicket, type TicketFiles, ticketFiles } from './ticket-files.ts';
import { addNote } from './ticket-notes.ts';
import { noteLine, type Progress } from './ticket-state.ts';
import { answeredStatus, statusOf } from './ticket-status.ts';

export interface LocalTargetOptions {
  /** Absolute; holds `tickets/` and `scripts/`, made when needed, readable by the owner only. */
  readonly stateDirectory: string;
  /** Absolute: where scripts start that name no folder of their own. */
  readonly defaultDirectory: string;
  /** What every script inherits; `PATH` also finds the interpreters. */
  readonly environment: Readonly<Record<string, string>>;
  /** `process.kill`, handed in by the composition root. */
  readonly sendSignal: SendSignal;
  /** Our own process id. */
  readonly pid: number;
  readonly packages: PackageStore;
  readonly maskingProgram: MaskingProgram;
}

/** The machine we run on. Its scripts survive us: see `launcher-program.ts`. */
export function createLocalTarget(options: LocalTargetOptions): Target {
  return new LocalTarget(options);
}

interface InFlight {
  readonly files: TicketFiles;
  readonly answer: Promise<LauncherAnswer | undefined>;
}

class LocalTarget implements Target {
  readonly packages: PackageStore;
  readonly #options: LocalTargetOptions;
  readonly #scripts: ScriptStore;
  readonly #runs = new Set<string>();
  readonly #found = new Map<Interpreter, readonly string[] | undefined>();
  /** Scripts that this process started, and the answers to come. */
  readonly #inFlight = new Map<string, InFlight>();
  readonly #own: ProcessIdentity;
  readonly #pool: LauncherPool;

  constructor(options: LocalTargetOptions) {
    if (/[\r\n]/.test(options.stateDirectory)) throw new RangeError('A state folder with a line break in its path');
    this.#options = options;
    this.packages = options.packages;
    const environment = launcherEnvironment(options.environment);
    this.#own = ownIdentity(options.pid);
    this.#pool = new LauncherPool({ ...options, environment, owner: this.#own });
    this.#scripts = new ScriptStore(join(options.stateDirectory, 'scripts'), String(options.pid));
  }

  async start(request: ScriptRequest): Promise<StartResult> {
    const files = this.#files(request.ticket);
    const interpreter = this.#interpreter(request.interpreter);
    const diagnostics = [...checkEnvironment(request.env), ...missing(request.interpreter, interpreter)];
    if (diagnostics.length > 0 || interpreter === undefined) return { kind: 'refused', diagnostics };
    const secret = request.secretScript === true || (request.secrets ?? []).length > 0;
    // A ticket that has begun is not prepared again: that would leave files with secrets behind.
    if (this.#inFlight.has(request.ticket) || (secret && existsSync(files.log))) return { kind: 'accepted' };
    this.#openRun(files.runFolder);
    const hidden = secret ? this.#hide(request, files.outputs) : undefined;
    if (hidden !== undefined && 'code' in hidden) return { kind: 'refused', diagnostics: [hidden] };
    const script = hidden?.script ?? this.#scripts.fileOf(request.interpreter, request.script);
    const directory = resolve(this.#options.defaultDirectory, request.workingDirectory ?? '');
    const { ticket, env } = request;
    this.#launch(files, { ticket, env, directory, interpreter, script, ...(hidden && { masking: hidden.masking }) });
    return { kind: 'accepted' };
  }

  #hide({ ticket, interpreter, script, ...request }: ScriptRequest, outputs: string): Hidden | Diagnostic {
    const { secrets = [], secretScript = false } = request;
    const { maskingProgram, stateDirectory } = this.#options;
    return hide({ ticket, interpreter, script, secrets, secretScript }, maskingProgram, stateDirectory, outputs);
  }

  async status(ticket: string): Promise<TicketStatus> {
    const files = this.#files(ticket);
    return statusOf(files, judgeTicket(files));
  }

  async wait(ticket: string, abort: AbortSignal): Promise<TicketStatus> {
    const inFlight = this.#inFlight.get(ticket);
    const files = inFlight?.files ?? this.#files(ticket);
    const answer = inFlight && (await untilAborted(inFlight.answer, abort));
    if (answer !== undefined) return answeredStatus(files, answer);
    return statusOf(files, await poll(() => judgeTicket(files), isSettled, abort));
  }

  async readLog(ticket: string, cursor: number): Promise<LogChunk> {
    return readLogFile(this.#files(ticket).log, cursor);
  }

  async cancel(ticket: string, graceMs: number): Promise<TicketStatus> {
    const files = this.#files(ticket);
    await cancelTicket(files, graceMs, this.#options.sendSignal, this.#own);
    return statusOf(files, judgeTicket(files));
  }

  async complete(ticket: string): Promise<void> {
    const files = this.#files(ticket);
    if (judgeTicket(files).kind === 'running') throw new Error(`The script of ticket ${ticket} still runs`);
    for (const file of [files.outputs, files.cancel]) await rm(file, { force: true });
    const writer = files.notes.read()?.writer;
    if (writer !== undefined) addNote(files.notesFolder, writer, noteLine.forgotten(files.name));
    // It goes last: without it the ticket could start anew.
    await rm(files.log, { force: true });
  }

  async capabilities(): Promise<Capabilities> {
    return { interpreters: interpreters.filter((interpreter) => this.#interpreter(interpreter) !== undefined) };
  }

  close(): void {
    this.#pool.close();
  }

  #files(ticket: string): TicketFiles {
    return ticketFiles(this.#options.stateDirectory, ticket);
  }

  #interpreter(interpreter: Interpreter): readonly string[] | undefined {
    if (!this.#found.has(interpreter)) {
      this.#found.set(interpreter, findInterpreter(interpreter, this.#options.environment.PATH ?? ''));
    }
    return this.#found.get(interpreter);
  }

  #openRun(runFolder: string): void {
    if (this.#runs.has(runFolder)) return;
    if (this.#runs.size === 0) sweepRegistry(this.#options.stateDirectory);
    openRun(runFolder);
    this.#runs.add(runFolder);
  }

  #launch(files: TicketFiles, launch: LaunchOrder): void {
    const launcher = this.#pool.acquire();
    const answer = launcher.run(launch).then((told) => {
      this.#inFlight.delete(launch.ticket);
      this.#pool.release(launcher);
      return told;
    });
    this.#inFlight.set(launch.ticket, { files, answer });
  }
}

/** Without what would change the launcher's own shell. */
function launcherEnvironment(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).filter(([name]) => !/^(?:SHELLOPTS|BASHOPTS|_release_.*)$/.test(name));
  return Object.fromEntries(kept);
}

function isSettled(progress: Progress): boolean {
  return progress.kind !== 'running';
}

const waitedFor = new WeakSet<AbortSignal>();

function untilAborted<T>(done: Promise<T>, abort: AbortSignal): Promise<T | undefined> {
  return new Promise((settle) => {
    const stop = () => settle(undefined);
    if (abort.aborted) return stop();
    // One signal may end the waits of a thousand scripts; most are for one.
    if (waitedFor.has(abort)) setMaxListeners(0, abort);
    waitedFor.add(abort);
    abort.addEventListener('abort', stop, { once: true });
    void done.then((answer) => {
      abort.removeEventListener('abort', stop);
      settle(answer);
    });
  });
}

function missing(interpreter: Interpreter, command: readonly string[] | undefined): Diagnostic[] {
  if (command !== undefined) return [];
  return [
    {
      code: 'REL2103',
      severity: 'error',
      summary: `The interpreter ${interpreter} is not on this target`,
      hint: 'install it there, put its folder on the PATH, or name another shell in the step',
    },
  ];
}
