import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Target } from '../target.ts';
import type { AgentContext, TargetContext, TargetMaker, TargetSettings } from '../target-maker.ts';
import { type Address, readAddress } from './address.ts';
import { createAgentTarget } from './agent-target.ts';
import { findIdentity, type Identity, openIdentity, parseIdentity } from './identity.ts';
import { Link } from './link.ts';
import type { Hub, RunnerSide } from './runner.ts';
import { type AgentSettings, readAgentSettings } from './settings.ts';
import { usualTiming } from './timing.ts';

/**
 * Targets on machines where `release agent` runs. One connection serves all targets of an agent. Nothing is dialled, and
 * no port opened, before somebody asks something of a target.
 */
export function agentTargets({ agents, now }: TargetContext): TargetMaker {
  if (agents === undefined) return { make: () => nowhere, close: () => {} };
  const wires = new Wires(agents, now);
  return {
    make: (target) => (target === undefined ? nowhere : wires.make(target)),
    close: () => wires.close(),
  };
}

const nowhere: Diagnostic = {
  code: 'REL2131',
  severity: 'error',
  summary: 'No agents can be reached from here',
  hint: 'run the release from a workspace',
};

/** Everything that listens and dials. Loaded when it is needed: `node:tls` takes a while. */
class Wires {
  readonly #context: AgentContext;
  readonly #now: () => number;
  readonly #links = new Map<string, Link>();
  readonly #stops: (() => void)[] = [];
  #identity: Identity | Diagnostic | undefined;
  /** Agents that may dial in, by fingerprint. */
  readonly #expected = new Map<string, { readonly link: Link; readonly id: string | undefined }>();
  #hub: Promise<Hub> | undefined;
  #closed = false;

  constructor(context: AgentContext, now: () => number) {
    this.#context = context;
    this.#now = now;
  }

  make(target: TargetSettings): Target | Diagnostic {
    const settings = readAgentSettings(target);
    if ('code' in settings) return settings;
    const identity = this.#identityOf();
    if ('code' in identity) return identity;
    const link =
      settings.mode === 'listen' ? this.#dialled(settings, identity) : this.#awaited(settings, identity, target);
    return 'code' in link ? link : createAgentTarget(link, settings.folder);
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    for (const link of this.#links.values()) link.close();
  }

  #identityOf(): Identity | Diagnostic {
    const { key, identityFile, onlyLook } = this.#context;
    const read = onlyLook === true ? findIdentity : openIdentity;
    this.#identity ??= key === undefined ? read(identityFile) : parseIdentity(key, 'RELEASE_AGENT_KEY');
    return this.#identity;
  }

  #dialled(settings: Extract<AgentSettings, { readonly mode: 'listen' }>, identity: Identity): Link {
    const { address, fingerprint } = settings;
    const where = `${address.host}:${address.port}`;
    return this.#linkOf(`${where} ${fingerprint}`, `the agent at ${where}`, async (link) => {
      const { keepDialling } = await import('./runner.ts');
      if (!this.#closed) this.#stops.push(keepDialling(this.#side(identity), address, fingerprint, link));
    });
  }

  #awaited(
    { fingerprint, id }: Extract<AgentSettings, { readonly mode: 'poll' }>,
    identity: Identity,
    target: TargetSettings,
  ): Link | Diagnostic {
    const listening = listenAddress(this.#context.listen, target.id);
    if ('code' in listening) return listening;
    const link = this.#linkOf(fingerprint, `the agent ${id ?? target.id}`, () => this.#openHub(listening, identity));
    this.#expected.set(fingerprint, { link, id: id ?? this.#expected.get(fingerprint)?.id });
    return link;
  }

  #linkOf(key: string, label: string, open: (link: Link) => Promise<unknown>): Link {
    const known = this.#links.get(key);
    if (known !== undefined) return known;
    const { patience } = this.#context;
    const link: Link = new Link({
      label,
      patience,
      now: this.#now,
      open: () => void open(link).catch((error: unknown) => link.failed(String(error))),
    });
    this.#links.set(key, link);
    return link;
  }

  #openHub(address: Address, identity: Identity): Promise<Hub> {
    this.#hub ??= import('./runner.ts').then((runner) => {
      const hub = new runner.Hub(this.#side(identity), address, this.#expected);
      if (!this.#closed) hub.start();
      this.#stops.push(() => hub.close());
      return hub;
    });
    return this.#hub;
  }

  #side(identity: Identity): RunnerSide {
    const { version, warn, timing = usualTiming } = this.#context;
    return { identity, version, timing, warn };
  }
}

function listenAddress(text: string | undefined, target: string): Address | Diagnostic {
  const address = text === undefined ? undefined : readAddress(text);
  if (address !== undefined) return address;
  const where = text === undefined ? 'no port' : `${JSON.stringify(text)}, which is no address`;
  return {
    code: 'REL2131',
    severity: 'error',
    summary: `The agent of the target ${target} dials in, and there is ${where} to dial`,
    hint: 'write agents: { listen: "0.0.0.0:4711" } in release.config.yaml, or --agent-port 4711',
  };
}
