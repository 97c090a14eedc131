import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { userInfo } from 'node:os';

/*
 * Machines of a test in network namespaces of their own, each joined to one router by a pair of veth devices. A namespace
 * lives as long as a process in it does, so there are no names to clean up. Root makes them as such; others in a user
 * namespace, where the host lets them.
 */

export const asRoot = userInfo().uid === 0;
const path = `${process.env.PATH}:/usr/sbin:/sbin`;
const slowly = 'tbf rate 64kbit burst 4k latency 4s';

/** Words for the title of tests that are skipped. */
export const networkMissing = probe(
  ['ip link add probe0 type veth peer name probe1', 'ip rule add iif probe0 blackhole'],
  (said) =>
    /ip: (?:command )?not found/.test(said)
      ? 'skipped, because there is no ip (Debian: apt-get install iproute2)'
      : `skipped, because this host allows no network namespaces: ${said}`,
);

/** The same for slow links. */
export const slowLinksMissing =
  networkMissing ??
  probe(
    [`tc qdisc add dev lo root ${slowly}`],
    (said) => `skipped, because the kernel of this host makes no link slow: ${said}`,
  );

/** What makes a link far as well as slow. Not every kernel has it. */
const netem = 'netem delay 200ms rate 64kbit limit 100';
const hasDelay = slowLinksMissing === undefined && probe([`tc qdisc add dev lo root ${netem}`], String) === undefined;
export const slowLinkIs = hasDelay
  ? '64 kbit/s and 200 ms'
  : '64 kbit/s and up to 4 s of queue; no delay of its own, because this kernel has no netem';

function probe(commands: readonly string[], words: (said: string) => string): string | undefined {
  try {
    const script = ['ip link set lo up', ...commands].join(' && ');
    execFileSync('unshare', [asRoot ? '-n' : '-Urn', 'sh', '-c', script], { env: { PATH: path }, stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return words(lastLineOf(error instanceof Error ? error.message : String(error)));
  }
}

function lastLineOf(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** A namespace, held by a process that ends when we do. */
class Namespace {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** `owner`: whose user namespace it belongs to, where we are not root. */
  static async open(owner?: Namespace): Promise<Namespace> {
    const held = ['sh', '-c', 'echo; exec cat'];
    const words =
      owner === undefined ? ['unshare', asRoot ? '-n' : '-Urn', ...held] : owner.#member('unshare', '-n', ...held);
    const holder = spawn(words[0] ?? '', words.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    if (holder.stdout !== null) await once(holder.stdout, 'data');
    return new Namespace(holder);
  }

  get pid(): number {
    return this.#holder.pid ?? 0;
  }

  /** The command that runs another one inside. */
  inside(...words: readonly string[]): readonly string[] {
    return ['nsenter', '-t', `${this.pid}`, '-n', ...(asRoot ? [] : ['-U', '--preserve-credentials']), ...words];
  }

  #member(...words: readonly string[]): readonly string[] {
    return asRoot ? words : ['nsenter', '-t', `${this.pid}`, '-U', '--preserve-credentials', ...words];
  }

  do(...words: readonly string[]): string {
    const [command = '', ...more] = this.inside(...words);
    return execFileSync(command, more, { encoding: 'utf8', env: { PATH: path } });
  }

  ip(...commands: readonly string[]): void {
    this.do('sh', '-ec', commands.map((command) => `ip ${command}`).join('\n'));
  }

  /** Ends everything in it, and it. */
  close(): void {
    const own = networkOf(this.pid);
    for (const pid of readdirSync('/proc').map(Number)) {
      if (own !== undefined && pid > 0 && networkOf(pid) === own) kill(pid);
    }
  }
}

function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** Machines and the router between them. */
export class Network {
  readonly #router: Namespace;
  readonly #spaces: Namespace[];
  #machines = 0;

  private constructor(router: Namespace) {
    this.#router = router;
    this.#spaces = [router];
  }

  static async open(): Promise<Network> {
    const router = await Namespace.open();
    router.ip('link set lo up');
    router.do('sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward');
    return new Network(router);
  }

  async machine(): Promise<Machine> {
    this.#machines += 1;
    return new Machine(this.#router, this.#machines, await this.#namespace(), () => this.#namespace());
  }

  async #namespace(): Promise<Namespace> {
    const space = await Namespace.open(this.#router);
    this.#spaces.push(space);
    return space;
  }

  close(): void {
    for (const space of this.#spaces.reverse()) space.close();
  }
}

export class Machine {
  address: string;
  readonly #router: Namespace;
  readonly #subnet: string;
  /** The router's end of its link. */
  readonly #port: string;
  readonly #fresh: () => Promise<Namespace>;
  #space: Namespace;

  constructor(router: Namespace, number: number, space: Namespace, fresh: () => Promise<Namespace>) {
    this.#router = router;
    this.#fresh = fresh;
    this.#subnet = `10.77.${number}`;
    this.#port = `port${number}`;
    this.#space = space;
    this.address = `${this.#subnet}.2`;
    router.ip(
      `link add ${this.#port} type veth peer name uplink netns ${space.pid}`,
      `address add ${this.#subnet}.1/24 dev ${this.#port}`,
      `link set ${this.#port} up`,
    );
    this.#configure();
  }

  #configure(): void {
    this.#space.ip(
      'link set lo up',
      `address add ${this.address}/24 dev uplink`,
      'link set uplink up',
      `route replace default via ${this.#subnet}.1`,
    );
  }

  spawn(words: readonly string[], options: SpawnOptions): ChildProcess {
    const [command = '', ...more] = this.#space.inside(...words);
    return spawn(command, more, options);
  }

  /** Nothing that it sends arrives anywhere, and nobody is told. */
  cutFrom(): void {
    this.#router.ip(`rule add iif ${this.#port} blackhole`);
  }

  /** Nothing arrives at it, and nobody is told. */
  cutTo(): void {
    this.#router.ip(`route add blackhole ${this.address}/32`);
  }

  cut(): void {
    this.cutFrom();
    this.cutTo();
  }

  /** Undoes `cut`. */
  heal(): void {
    this.healFrom();
    this.#router.ip(`route del blackhole ${this.address}/32`);
  }

  healFrom(): void {
    this.#router.ip(`rule del iif ${this.#port} blackhole`);
  }

  /** It has another address from now on, as after its router forgot a translation; its connections are not told. */
  move(): void {
    const before = this.address;
    this.address = `${this.#subnet}.3`;
    this.#space.ip(
      `address del ${before}/24 dev uplink`,
      `address add ${this.address}/24 dev uplink`,
      `route replace default via ${this.#subnet}.1`,
    );
  }

  /** Its network begins anew with the same address and knows of no connection. What runs on it has none any more. */
  async forgetConnections(): Promise<void> {
    const before = this.#space;
    this.#space = await this.#fresh();
    before.ip(`link set uplink netns ${this.#space.pid}`);
    this.#configure();
  }

  /** Both ways. */
  slow(): void {
    const wanted = hasDelay ? netem : slowly;
    this.#router.do('tc', ...`qdisc add dev ${this.#port} root ${wanted}`.split(' '));
    this.#space.do('tc', ...`qdisc add dev uplink root ${wanted}`.split(' '));
  }

  /** Connections that its system takes for whole: the addresses of the other ends. */
  connections(): readonly string[] {
    const rows = this.#space.do('ss', '-tnH', 'state', 'established').trim().split('\n');
    return rows.filter((row) => row !== '').map((row) => row.trim().split(/\s+/)[3]?.split(':')[0] ?? '');
  }
}
