import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { extensionOf } from '../local/script-store.ts';
import { endedTicket } from '../local/ticket-status.ts';
import type { PackageStore } from '../package-store.ts';
import { checkEnvironment } from '../script-environment.ts';
import { maxOutputBytes, parseScriptOutputs } from '../script-outputs.ts';
import { shellQuote } from '../shell-quote.ts';
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
import { checkTicket } from '../ticket.ts';
import type { Remote, Sent } from './connection.ts';
import { failure, refusal, SshFailure } from './failures.ts';
import type { Place } from './place.ts';
import { type RemoteMasking, startOrder, ticketWords } from './start-order.ts';

export interface SshTargetOptions {
  readonly place: Place;
  readonly packages: PackageStore;
  readonly secretForms: (secret: string) => Iterable<string>;
}

/** `dd` counts in blocks. */
const blockBytes = 4_096;
const firstPauseMs = 20;
const longestPauseMs = 1_000;
/** So long we wait for the other kernel to carry out a KILL. */
const killWaitMs = 5_000;
const startWaitMs = 2_000;
const execMs = 50;
const forgetMs = 10_000;

/** A machine that is reached by SSH. Its scripts survive us and the connection: see `remote-program.ts`. */
export function createSshTarget(options: SshTargetOptions): Target {
  return new SshTarget(options);
}

class SshTarget implements Target {
  readonly packages: PackageStore;
  readonly #options: SshTargetOptions;
  readonly #place: Place;
  readonly #found = new Map<Interpreter, readonly string[] | undefined>();

  constructor(options: SshTargetOptions) {
    this.#options = options;
    this.#place = options.place;
    this.packages = options.packages;
  }

  async start(request: ScriptRequest): Promise<StartResult> {
    checkTicket(request.ticket);
    const diagnostics = checkEnvironment(request.env);
    if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
    const note: Sent = { sent: false };
    try {
      return await this.#start(request, note);
    } catch (error) {
      if (!(error instanceof SshFailure)) throw error;
      // Not heard, and never will be as things are. Otherwise it may run, or can once the machine is back.
      if (error.lasting && !note.sent) return { kind: 'refused', diagnostics: [error.diagnostic] };
      throw error;
    }
  }

  async #start(request: ScriptRequest, note: Sent): Promise<StartResult> {
    const interpreter = await this.#interpreter(request.interpreter);
    if (interpreter === undefined) return refused(missingInterpreter(request.interpreter));
    const remote = await this.#place.connection.remote();
    if (remote.detach.length === 0)
      return refused(this.#lacks('setsid or perl', 'start a script that outlives the connection'));
    const masked = request.secretScript === true || (request.secrets ?? []).length > 0;
    const problem = masked ? this.#maskingProblem(request, remote) : undefined;
    if (problem !== undefined) return refused(problem);
    const base = await this.#place.base();
    const script =
      request.secretScript === true ? undefined : await this.#place.script(request.interpreter, request.script);
    const command = startOrder({
      base,
      key: await this.#place.key(),
      ticket: request.ticket,
      env: request.env,
      directory: inFolder(base, request.workingDirectory),
      detach: remote.detach,
      supervisor: await this.#place.program('supervise'),
      interpreter,
      script,
      ...(masked && { masking: await this.#masking(request) }),
    });
    const { bytes } = await this.#place.connection.ask(command, note);
    const said = bytes.toString().trim();
    if (said === 'started' || said === 'taken') return { kind: 'accepted' };
    return refused(refusal(this.#place.connection.host, 'start the script', said).diagnostic);
  }

  async #masking({ interpreter, script, secrets = [], secretScript }: ScriptRequest): Promise<RemoteMasking> {
    const forms = new Set(secrets.flatMap((secret) => [...this.#options.secretForms(secret)]));
    const program = await this.#place.program('mask');
    const hidden = { text: script, extension: extensionOf(interpreter, script) };
    return { program, forms, ...(secretScript === true && { hidden }) };
  }

  #maskingProblem({ secretScript }: ScriptRequest, { has }: Remote): Diagnostic | undefined {
    if (!has.has('awk')) return this.#lacks('awk', 'keep secrets out of the log there');
    if (secretScript !== true || (has.has('memory') && has.has('printf'))) return undefined;
    return this.#lacks('/dev/shm', 'keep a script whose text holds a secret off its disk');
  }

  #lacks(what: string, purpose: string): Diagnostic {
    const { host } = this.#place.connection.host;
    return failure('REL2198', `${host} has no ${what}, which it needs to ${purpose}`, 'install it there', true)
      .diagnostic;
  }

  async status(ticket: string, abort?: AbortSignal): Promise<TicketStatus> {
    return this.#statusOf(ticket, abort);
  }

  async wait(ticket: string, abort: AbortSignal): Promise<TicketStatus> {
    checkTicket(ticket);
    setMaxListeners(0, abort); // One signal may end the waits of a thousand scripts.
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
      const status = await this.#statusOf(ticket, abort).catch((error: unknown): TicketStatus => {
        if (error instanceof SshFailure && abort.aborted) return { kind: 'running' };
        throw error;
      });
      if (status.kind !== 'running' || abort.aborted) return status;
      await sleep(pause, undefined, { signal: abort }).catch(() => {}); // Aborted: one last look.
    }
  }

  async readLog(ticket: string, cursor: number): Promise<LogChunk> {
    const words = await this.#words(ticket);
    const { bytes } = await this.#place.connection.ask(`_release_log ${words} ${Math.floor(cursor / blockBytes)}`);
    const fresh = bytes.subarray(cursor % blockBytes);
    return { bytes: new Uint8Array(fresh), cursor: cursor + fresh.length };
  }

  async cancel(ticket: string, graceMs: number): Promise<TicketStatus> {
    const words = await this.#words(ticket);
    const taken = (await this.#must(`_release_take ${words}`, 'cancel a script')).trim();
    if (taken !== 'running') return this.#statusOf(ticket);
    await this.#until(async () => Number(await this.#must(`_release_crowd ${words}`, 'look')) > 1, startWaitMs);
    await sleep(execMs);
    const goneAfter = async (signal: string, withinMs: number): Promise<boolean> => {
      await this.#must(`_release_signal ${words} ${signal}`, 'end a script');
      return this.#until(
        async () => (await this.#must(`_release_signal ${words} ''`, 'look')).trim() === 'gone',
        withinMs,
      );
    };
    if (!(await goneAfter('TERM', graceMs))) await goneAfter('KILL', killWaitMs);
    return this.#statusOf(ticket);
  }

  async complete(ticket: string): Promise<void> {
    const said = await this.#must(`_release_complete ${await this.#words(ticket)}`, 'remove the files of a script');
    if (said.trim() === 'running') throw new Error(`The script of ticket ${ticket} still runs`);
  }

  async forget(run: string): Promise<boolean> {
    checkTicket(`${run}/x`);
    const words = `${shellQuote(await this.#place.base())} ${run} ${await this.#place.key()}`;
    // Nobody waits long for a machine that was lost only to tidy up there.
    const soon = AbortSignal.timeout(forgetMs);
    const order = `_release_forget ${words}`;
    return (await this.#place.connection.must(order, 'remove the files of a run', soon)).trim() === 'gone';
  }

  isThere(): boolean {
    return this.#place.connection.isThere();
  }

  wasThere(): boolean {
    return this.#place.connection.wasThere;
  }

  async check(): Promise<Diagnostic | undefined> {
    try {
      const { detach, digest, has } = await this.#place.connection.remote();
      if (detach.length === 0) return this.#lacks('setsid or perl', 'start a script that outlives the connection');
      if (!has.has('awk')) return this.#lacks('awk', 'keep secrets out of the log there');
      if (!has.has('tar')) return this.#lacks('tar', 'take packages');
      if (digest === undefined) return this.#lacks('sha256sum, shasum or openssl', 'take packages');
      await this.#place.base();
      return undefined;
    } catch (error) {
      if (error instanceof SshFailure) return error.diagnostic;
      throw error;
    }
  }

  async capabilities(): Promise<Capabilities> {
    const found = await Promise.all(interpreters.map((one) => this.#interpreter(one)));
    return { interpreters: interpreters.filter((_, index) => found[index] !== undefined) };
  }

  close(): void {}

  async #words(ticket: string): Promise<string> {
    checkTicket(ticket);
    return ticketWords(await this.#place.base(), ticket, await this.#place.key());
  }

  #must(command: string, what: string): Promise<string> {
    return this.#place.connection.must(command, what);
  }

  async #until(look: () => Promise<boolean>, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, 200)) {
      if (await look()) return true;
      const left = end - performance.now();
      if (left <= 0) return false;
      await sleep(Math.min(pause, left));
    }
  }

  async #statusOf(ticket: string, abort?: AbortSignal): Promise<TicketStatus> {
    const command = `_release_status ${await this.#words(ticket)}`;
    const { bytes, exitCode } = await this.#place.connection.ask(command, undefined, abort);
    const end = bytes.indexOf(10);
    const [kind = '', code = ''] = bytes.toString('latin1', 0, end).split(' ');
    if (exitCode === 0 && kind === 'running') return { kind: 'running' };
    if (exitCode === 0 && kind === 'never') return { kind: 'never-started' };
    if (exitCode === 0 && kind === 'lost') return { kind: 'lost' };
    if (exitCode !== 0 || !/^\d{1,3}$/.test(code))
      throw refusal(this.#place.connection.host, 'tell about a script', bytes.toString());
    const outputs = bytes.subarray(end + 1);
    return endedTicket(
      Number(code),
      parseScriptOutputs(outputs.subarray(0, maxOutputBytes), outputs.length > maxOutputBytes),
    );
  }

  async #interpreter(interpreter: Interpreter): Promise<readonly string[] | undefined> {
    if (!this.#found.has(interpreter)) this.#found.set(interpreter, await this.#find(interpreter));
    return this.#found.get(interpreter);
  }

  async #find(interpreter: Interpreter): Promise<readonly string[] | undefined> {
    if (interpreter === 'sh') {
      await this.#place.connection.remote();
      return ['/bin/sh'];
    }
    const names = interpreter === 'python' ? 'python3 || command -v python' : interpreter;
    const { bytes } = await this.#place.connection.ask(`command -v ${names}`);
    const program = bytes.toString().trim();
    if (!program.startsWith('/')) return undefined;
    return interpreter === 'pwsh' ? [program, '-NoProfile', '-NonInteractive', '-File'] : [program];
  }
}

function inFolder(base: string, folder: string | undefined): string {
  if (folder === undefined) return base;
  if (folder.includes('\0')) throw new RangeError('A folder with a NUL in its name');
  return folder.startsWith('/') ? folder : `${base}/${folder}`;
}

function refused(diagnostic: Diagnostic): StartResult {
  return { kind: 'refused', diagnostics: [diagnostic] };
}

function missingInterpreter(interpreter: Interpreter): Diagnostic {
  return {
    code: 'REL2103',
    severity: 'error',
    summary: `The interpreter ${interpreter} is not on this target`,
    hint: 'install it there, put its folder on the PATH, or name another shell in the step',
  };
}
