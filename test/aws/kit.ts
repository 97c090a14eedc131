import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { createAws } from '../../src/aws/aws.ts';
import { compileRelease } from '../../src/plan/compile.ts';
import { finishPlan } from '../../src/plan/finish.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { JournalRecord } from '../../src/run/events.ts';
import { openRun } from '../../src/run/host.ts';
import type { HostOptions, RunResult } from '../../src/run/host-types.ts';
import { createMasker } from '../../src/secrets/masker.ts';
import { createExecutor } from '../../src/steps/executor.ts';
import { builtInStepKinds, catalogOf, type StepKinds } from '../../src/steps/index.ts';
import { readWorkspace } from '../../src/workspace/load.ts';
import { reaches } from '../support/aws/happenings.ts';
import { settleIn } from '../support/aws/seed.ts';
import type { AccountState, DatabaseState } from '../support/aws/state.ts';
import { AwsWorld, start } from '../support/aws/world.ts';
import { JournalStore } from '../support/simulation.ts';
import { type TestProcess, Timeline } from './timeline.ts';

export { addDatabase, addParameter, before, tagsOf } from '../support/aws/seed.ts';

// Hundreds of runs in one test take their time on a busy machine; nothing here is measured by the clock.
vi.setConfig({ testTimeout: 300_000 });

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
export const accountId = '111122223333';
export const namespace = 'xy-0146-qa';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { workspace } = readWorkspace(root, { cache: false });

/** The plan of the sample release, for some customers in qa. */
export function recordsPlan(
  tenants: readonly string[] = ['xy-0146'],
  values: Readonly<Record<string, string | number>> = {},
): Plan {
  const release = [...workspace.releases.values()].find(({ id }) => id === 'records-2024-06');
  if (release === undefined) throw new Error('the sample release is missing');
  const span = { file: '', offset: 0, length: 0 };
  const { draft, diagnostics } = compileRelease({
    workspace,
    release,
    kinds: catalogOf(builtInStepKinds),
    narrowing: { environments: ['qa'], tenants },
    commandLine: Object.entries(values).map(([name, value]) => ({
      name,
      value: { kind: 'value', value },
      scope: {},
      origin: { kind: 'command-line' },
      span,
    })),
    deployed: [],
    now: start,
    readText: () => undefined,
  });
  if (draft === undefined) throw new Error(JSON.stringify(diagnostics));
  return finishPlan(draft, new Map(), 'lock');
}

/** A customer with a generation that runs in qa. */
export function settle(account: AccountState, space = namespace): void {
  settleIn(account, space, 'common-nonprod', start);
}

export interface Outcome {
  readonly result: RunResult | 'killed';
  readonly records: readonly JournalRecord[];
}

/** A world with one customer, and processes that run releases in it. */
export class Bench {
  readonly world = new AwsWorld();
  readonly timeline = new Timeline(this.world);
  readonly plan: Plan;
  readonly kinds: StepKinds;
  readonly logs: string[] = [];
  readonly bugs: unknown[] = [];
  #processes = 0;
  #store: JournalStore | undefined;

  constructor(plan: Plan = recordsPlan(), kinds: StepKinds = builtInStepKinds) {
    this.plan = plan;
    this.kinds = kinds;
  }

  get account(): AccountState {
    return this.world.account(accountId);
  }

  /** What a process that died now would leave of its journal. */
  journal(): readonly JournalRecord[] {
    return this.#store?.records.slice(0, this.#store.durable) ?? [];
  }

  /** Starts a run, or goes on with one whose journal is given. */
  async run(
    records: readonly JournalRecord[] = [],
    more: Partial<HostOptions> & { readonly key?: string; readonly retries?: boolean } = {},
  ): Promise<Outcome> {
    this.#processes += 1;
    const process = this.timeline.process(`p${this.#processes}`);
    const { key = `AKIA${accountId}`, retries = false, ...host } = more;
    const store = new JournalStore(process.clock, records);
    this.#store = store;
    const masker = createMasker();
    const executor = createExecutor({
      plan: this.plan,
      kinds: this.kinds,
      targets: () => notNeeded,
      feeds: new Map(),
      cache: {} as never,
      secrets: {
        read: async () => {
          throw new Error('no secrets here');
        },
      },
      masker,
      clock: process.clock,
      fetch,
      scratch: '/nowhere',
      log: ({ text }) => this.logs.push(text),
      onBug: (error) => this.bugs.push(error),
      aws: this.aws(process, key, retries),
    });
    const handle = openRun({
      run: 'records-2024-06.1',
      plan: this.plan,
      planDigest: 'digest',
      store,
      executor,
      clock: process.clock,
      runner: { host: 'here', pid: this.#processes, start: 's', user: 'u' },
      parallel: 200,
      pollMilliseconds: 20_000,
      ...host,
    });
    const result = await Promise.race([handle.result, process.died]);
    return { result, records: result === 'killed' ? store.records.slice(0, store.durable) : [...store.records] };
  }

  aws(process: TestProcess, key: string, retries = false) {
    return createAws({
      environment: { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' },
      clock: process.clock,
      client: {
        requestHandler: this.#handler(process),
        retryStrategy: retryAtOnce(retries ? 4 : 1),
      },
    });
  }

  #handler(process: TestProcess) {
    return {
      handle: (request: { readonly headers: Readonly<Record<string, string>>; readonly body?: string | Uint8Array }) =>
        this.timeline.whileAlive(process, async () => {
          const { body = '' } = request;
          const headers = Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
          );
          const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
          const answer = this.world.handle({ headers, body: text, process: process.name });
          return this.#answer(process, answer);
        }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    };
  }

  #answer(process: TestProcess, answer: ReturnType<AwsWorld['handle']>) {
    switch (answer.kind) {
      case 'dead':
        process.kill();
        return undefined;
      case 'reset':
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      case 'answer': {
        const { status, type, body } = answer;
        return { response: { statusCode: status, headers: { 'content-type': type }, body: bodyOf(body) } };
      }
      default:
        return answer satisfies never;
    }
  }
}

/** As the SDK reads it: bytes that come once. */
function bodyOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const notNeeded = {
  start: () => Promise.reject(new Error('no target here')),
} as never;

/** Tries as often as the SDK does, without its pauses: they would be real time. */
function retryAtOnce(attempts: number) {
  const token = (count: number) => ({
    getRetryCount: () => count,
    getRetryDelay: () => 0,
    getRetryCost: () => 0,
    getLastRetryCost: () => 0,
  });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (
      last: { getRetryCount(): number },
      { errorType }: { readonly errorType: string },
    ) => {
      if (last.getRetryCount() + 1 >= attempts || errorType === 'CLIENT_ERROR') throw new Error('no more tries');
      return token(last.getRetryCount() + 1);
    },
    recordSuccess: () => {},
  };
}

/** What must hold at every moment; gives what does not. */
export function violations(account: AccountState, space = namespace, cluster = 'common-nonprod'): readonly string[] {
  const found: string[] = [];
  const served = account.tasks.some(
    (task) =>
      task.service === `${cluster}/${space}` &&
      task.status === 'RUNNING' &&
      task.secrets.every((name) => reaches(account, name)),
  );
  if (!served) found.push('no task of the service reaches its database');
  const active = activeOf(account, space);
  if (active !== null && usable(account, `${space}-${active}`) === undefined)
    found.push(`active names ${active}, which is not there`);
  for (const task of account.tasks) {
    if (task.status !== 'RUNNING') continue;
    const lost = task.secrets.filter((name) => !reaches(account, name));
    if (lost.length > 0) found.push(`a running task needs ${lost.join(', ')}`);
  }
  return found;
}

function usable(account: AccountState, id: string): DatabaseState | undefined {
  const found = databaseOf(account, id);
  return found?.status === 'deleting' ? undefined : found;
}

function databaseOf({ instances, clusters }: AccountState, id: string): DatabaseState | undefined {
  return clusters.get(id) ?? instances.get(id);
}

export function activeOf(account: AccountState, space = namespace): string | null {
  const value = account.parameters.get(`/${space}/db/active`)?.versions.at(-1)?.value;
  return value === undefined ? null : (JSON.parse(value) as { readonly ts: string | null }).ts;
}

/** What must hold when nothing happens any more. */
export function leftovers(account: AccountState, space = namespace, keep = 1): readonly string[] {
  const found: string[] = [];
  const databases = [...account.clusters.keys(), ...account.instances.keys()].filter(
    (id) => generationIn(space, id) !== undefined,
  );
  if (databases.length > 1 + keep) found.push(`databases: ${databases.join(', ')}`);
  for (const id of databases) {
    const generation = generationIn(space, id);
    if (!account.parameters.has(`/${space}/db/${generation}`)) found.push(`${id} is known to nobody`);
  }
  for (const name of account.parameters.keys()) {
    const generation = /\/db\/(\d{8}t\d{6}z)$/.exec(name)?.[1];
    if (generation === undefined || !name.startsWith(`/${space}/`)) continue;
    if (databaseOf(account, `${space}-${generation}`) === undefined)
      found.push(`${name} tells of a database that is gone`);
  }
  for (const { id } of [...account.snapshots.values(), ...account.clusterSnapshots.values()]) {
    if (!id.startsWith(`${space}-`) || !id.endsWith('-src')) continue;
    if (databaseOf(account, id.slice(0, -4)) === undefined) found.push(`${id} belongs to no database`);
  }
  const log = [...account.parameters.values()].filter(({ name }) => name.startsWith(`/${space}/release/log/`));
  const head = log.toSorted((a, b) => (a.name < b.name ? -1 : 1)).at(-1);
  const { kind } = JSON.parse(head?.versions.at(-1)?.value ?? '{}') as { readonly kind?: string };
  if (kind === 'begin') found.push('the fence is still held');
  return found;
}

function generationIn(space: string, id: string): string | undefined {
  return new RegExp(`^${space}-(\\d{8}t\\d{6}z)$`).exec(id)?.[1];
}

export function kindOf({ result }: Outcome): string {
  return result === 'killed' ? 'killed' : result.kind;
}

/** Messages of nodes that did not succeed. */
export function messagesOf({ records }: Outcome): readonly string[] {
  return records.flatMap(({ event }) => {
    if (event.type !== 'attempt-finished' && event.type !== 'undo-finished') return [];
    const { outcome } = event;
    return 'message' in outcome
      ? [`${event.type === 'undo-finished' ? 'undo ' : ''}${event.node.split('/').at(-1)}: ${outcome.message}`]
      : [];
  });
}

// Once for nothing: what the SDK loads and reads at first takes real time, in which the virtual one would run on.
const warm = new Bench();
settle(warm.account);
await warm.run();
await warm.aws(warm.timeline.process('warm'), `AKIA${accountId}`).at({ account: accountId }).accountId();
