import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { program, writeFiles } from '../e2e/program.ts';
import { type Machine, Network } from '../support/network.ts';
import { hastySsh, serveSsh, writeSshWorld } from './sshd.ts';
import { eventually, type Started, start } from './started.ts';
import { configuration, type Reach, type Story, workspaceFiles } from './workspace.ts';

/** The network of one test: a workspace on the machine of the runner, `office`, and a machine for each other tenant. */
export class Place {
  static readonly #open = new Set<Place>();
  readonly folder = mkdtempSync(join(tmpdir(), 'release-network-'));
  readonly office: Machine;
  readonly #network: Network;
  readonly #sites = new Map<Reach, Machine>();
  #path = process.env.PATH ?? '';
  readonly #started: { readonly words: readonly string[]; readonly started: Started }[] = [];
  #runner = '';

  private constructor(network: Network, office: Machine) {
    this.#network = network;
    this.office = office;
  }

  static async open(story: Story): Promise<Place> {
    const network = await Network.open();
    const place = new Place(network, await network.machine());
    Place.#open.add(place);
    try {
      for (const reach of story.reach) place.#sites.set(reach, await network.machine());
      await place.#furnish(story);
    } catch (error) {
      place.close();
      throw error;
    }
    return place;
  }

  /** What a test that ran out of time has left. */
  static closeAll(): void {
    for (const place of Place.#open) place.close();
  }

  /** Ends everything in it, and removes it. */
  close(): void {
    Place.#open.delete(this);
    this.#network.close();
    // What was killed a moment ago may write its last.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #furnish(story: Story): Promise<void> {
    this.setPatience(story.patience);
    if (story.hastySsh === true) this.#path = `${hastySsh(this.at('bin'))}:${this.#path}`;
    this.#runner = await this.#fingerprint('--runner');
    const settings = new Map([['here', 'type: local, path: sites/here'], ...Object.entries(story.targets ?? {})]);
    for (const [reach, site] of this.#sites) settings.set(reach, await this.#settings(reach, site));
    writeFiles(this.folder, workspaceFiles(this.folder, this.office.address, settings, story));
  }

  async #settings(reach: Reach, { address }: Machine): Promise<string> {
    if (reach === 'ssh') return writeSshWorld(this.at('ssh'), address, this.at('sites/ssh'));
    const shown = await this.#fingerprint('--folder', `sites/${reach}`);
    const way = reach === 'listen' ? `mode: listen, address: "${address}:7433"` : 'mode: poll';
    return `type: agent, ${way}, fingerprint: "${shown}"`;
  }

  async #fingerprint(...words: readonly string[]): Promise<string> {
    return (await this.release('agent', 'pair', ...words).ended).out.trim();
  }

  setPatience(patience: string): void {
    writeFiles(this.folder, configuration(this.office.address, patience));
  }

  site(reach: Reach): Machine {
    const machine = this.#sites.get(reach);
    if (machine === undefined) throw new RangeError(`No tenant is reached by ${reach}`);
    return machine;
  }

  get sites(): readonly Machine[] {
    return [...this.#sites.values()];
  }

  /** The program, on the machine of the runner. */
  release(...words: readonly string[]): Started {
    return this.#start(this.office, [process.execPath, program, ...words]);
  }

  /** What lets a runner reach the sites. Returns the agents. */
  async serveAll(): Promise<readonly Started[]> {
    const served = await Promise.all(
      [...this.#sites.keys()].map(async (reach) => ({ reach, started: await this.serve(reach) })),
    );
    return served.filter(({ reach }) => reach !== 'ssh').map(({ started }) => started);
  }

  #start(machine: Machine, words: readonly string[]): Started {
    const started = start(machine, words, this.folder, this.#path);
    this.#started.push({ words, started });
    return started;
  }

  everythingSaid(): string {
    return this.#started
      .filter(({ started }) => started.err() !== '')
      .map(({ words, started }) => `--- ${words.slice(1).join(' ')}\n${started.err()}`)
      .join('\n');
  }

  async serve(reach: Reach): Promise<Started> {
    const site = this.site(reach);
    if (reach === 'ssh') return serveSsh(this.at('ssh'), (words) => this.#start(site, words));
    const where = reach === 'listen' ? ['--port', '7433'] : ['--server', `${this.office.address}:4711`];
    const words = ['agent', reach, ...where, '--runner', this.#runner, '--folder', `sites/${reach}`];
    const agent = this.#start(site, [process.execPath, program, ...words]);
    await agent.says(reach === 'listen' ? /listening on/ : /fingerprint of this agent/);
    return agent;
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  read(path: string): Buffer {
    return readFileSync(this.at(path));
  }

  makeFolder(path: string): void {
    mkdirSync(this.at(path), { recursive: true });
  }

  /** Tenants whose script began, once for each time. */
  began(): readonly string[] {
    return existsSync(this.at('began')) ? readFileSync(this.at('began'), 'utf8').trim().split('\n').sort() : [];
  }

  async allBegan(): Promise<void> {
    const wanted = ['here', ...this.#sites.keys()].sort();
    await eventually(() => expect(this.began()).toEqual(wanted));
  }

  /** Lets the scripts end. */
  go(): void {
    writeFileSync(this.at('go'), '');
  }

  /** What the run waits for. */
  async gates(): Promise<readonly { readonly id: string; readonly waitingFor: string }[]> {
    const { out } = await this.release('status', '--output', 'json').ended;
    const { gates } = JSON.parse(out) as { gates: readonly { id: string; waitingFor: string }[] };
    return gates.map(({ id, waitingFor }) => ({ id, waitingFor })).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async awaited(): Promise<readonly string[]> {
    return (await this.gates()).map(({ id }) => id);
  }

  /** The system of the runner knows of no second connection to any machine. */
  async expectOneConnectionEach(): Promise<void> {
    const wanted = this.sites.map(({ address }) => address).sort();

    await eventually(() => expect([...this.office.connections()].sort()).toEqual(wanted));
  }

  /** Lines that a node of the first run wrote. */
  async log(node: string): Promise<readonly string[]> {
    const { out } = await this.release('logs', 'one.1', node, '--output', 'ndjson').ended;
    const lines = out.trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as { text: string }).text);
  }

  /** Each script ran once, and its log has every line of it once, in order. `last`: its last, after so many others. */
  async expectOnce(last = (lines: number) => `end ${lines}`): Promise<void> {
    expect(this.began()).toEqual(['here', ...this.#sites.keys()].sort());
    for (const reach of this.#sites.keys()) {
      const lines = await this.log(`${reach}@prod/app/work#vm`);
      const numbered = lines.slice(0, -1).map((_, index) => `line ${index}`);
      expect(lines, reach).toEqual([...numbered, last(numbered.length)]);
    }
  }
}

/** Does something in a place of its own. When it fails, what every process said is part of the failure. */
export async function within(story: Story, act: (place: Place) => Promise<void>): Promise<void> {
  const place = await Place.open(story);
  try {
    await act(place);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${place.everythingSaid()}`;
    throw error;
  } finally {
    place.close();
  }
}
