import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { agentTargets } from '../../../src/targets/agent/agent-targets.ts';
import { type Identity, openIdentity } from '../../../src/targets/agent/identity.ts';
import { createPerform, type Perform } from '../../../src/targets/agent/perform.ts';
import { type Serving, serveListening, servePolling } from '../../../src/targets/agent/serve.ts';
import { type Timing, usualTiming } from '../../../src/targets/agent/timing.ts';
import { Uploads } from '../../../src/targets/agent/uploads.ts';
import type { Target } from '../../../src/targets/target.ts';
import type { TargetContext, TargetMaker } from '../../../src/targets/target-maker.ts';
import { maskingProgram } from '../../support/masking-program.ts';
import { makeFolder, openLocal } from '../local-place.ts';

export function identityIn(folder: string, name: string): Identity {
  const identity = openIdentity(join(folder, 'keys', `${name}.pem`));
  if ('code' in identity) throw new Error(identity.summary);
  return identity;
}

let lastPort = 21_000 + (process.pid % 20_000);

/** A port that nobody has, as far as that can be told without asking. */
export function somePort(): number {
  lastPort += 1;
  return lastPort;
}

export interface AgentPlaceOptions {
  readonly timing?: Timing;
  readonly patience?: number;
  /** What the agent does instead of running things on this machine. */
  readonly perform?: Perform;
}

/** An agent on this machine, and runners that reach it. */
export class AgentPlace {
  readonly folder = makeFolder();
  readonly port = somePort();
  readonly runner = identityIn(this.folder, 'runner');
  readonly agent = identityIn(this.folder, 'agent');
  readonly said: string[] = [];
  readonly warned: string[] = [];
  readonly #mode: 'listen' | 'poll';
  readonly #options: AgentPlaceOptions;
  readonly #makers: TargetMaker[] = [];
  #serving: Serving | undefined;
  #machine: Target | undefined;

  constructor(mode: 'listen' | 'poll', options: AgentPlaceOptions = {}) {
    this.#mode = mode;
    this.#options = options;
  }

  serve(runners: readonly string[] = [this.runner.fingerprint], identity = this.agent): this {
    const machine = openLocal(this.folder);
    this.#machine = machine;
    const uploads = new Uploads(join(this.folder, 'incoming'), Date.now());
    const side = {
      identity,
      runners: new Set(runners),
      id: 'agent-1',
      version: '0.0.0',
      timing: this.#options.timing ?? usualTiming,
      perform:
        this.#options.perform ??
        createPerform({ make: () => machine, close: () => {} }, uploads, join(this.folder, 'state')),
      say: (text: string) => void this.said.push(text),
    };
    const address = { host: '127.0.0.1', port: this.port };
    const failed = (reason: string) => this.said.push(reason);
    this.#serving =
      this.#mode === 'listen' ? serveListening(side, address, () => {}, failed) : servePolling(side, address);
    return this;
  }

  /** The agent is gone; what it runs goes on. */
  stop(): void {
    this.#serving?.close();
    this.#machine?.close();
  }

  maker(): TargetMaker {
    const context: TargetContext = {
      workspaceRoot: this.folder,
      stateDirectory: join(this.folder, 'state'),
      environment: {},
      sendSignal: (pid, signal) => process.kill(pid, signal),
      pid: process.pid,
      maskingProgram,
      secretForms: () => [],
      now: Date.now,
      extract: async () => [],
      agents: {
        identityFile: '/nowhere',
        key: this.runner.key + this.runner.certificate,
        listen: `127.0.0.1:${this.port}`,
        patience: this.#options.patience ?? 20_000,
        version: '0.0.0',
        warn: (text) => void this.warned.push(text),
        ...(this.#options.timing && { timing: this.#options.timing }),
      },
    };
    const maker = agentTargets(context);
    this.#makers.push(maker);
    return maker;
  }

  open(maker = this.maker(), fingerprint = this.agent.fingerprint, more: Record<string, string> = {}): Target {
    const address = this.#mode === 'listen' ? { address: `127.0.0.1:${this.port}` } : {};
    const made = maker.make({
      id: 'vm',
      type: 'agent',
      settings: { mode: this.#mode, fingerprint, ...address, ...more },
    });
    if ('code' in made) throw new Error(made.summary);
    return made;
  }

  async remove(): Promise<void> {
    for (const maker of this.#makers) maker.close();
    this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
