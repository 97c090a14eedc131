import { ecsOperations } from './ecs.ts';
import { AwsFault, type Call, type FaultKind, isMutating, type PlannedFault } from './fault.ts';
import { happen, type TaskHealth } from './happenings.ts';
import { type RdsTiming, rdsOperations } from './rds.ts';
import { ssmOperations } from './ssm.ts';
import { type AccountState, emptyAccount, type Happening } from './state.ts';
import { decodeForm, encodeXml, encodeXmlFault } from './wire.ts';

export interface WireRequest {
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
  /** Which process of ours asks. */
  readonly process: string;
}

export type WireResponse =
  | { readonly kind: 'answer'; readonly status: number; readonly type: string; readonly body: string }
  /** The connection breaks off. */
  | { readonly kind: 'reset' }
  /** Nobody is there any more who could read an answer. */
  | { readonly kind: 'dead' };

type Service = Call['service'];

export const start = Date.parse('2026-11-20T12:00:00Z');

/**
 * Imitates what steps need of RDS, ECS, SSM and STS, on the level of the wire: the real SDK talks to it, over HTTP or
 * by its request handler. Time is virtual; things happen by themselves when it passes.
 */
export class AwsWorld {
  readonly accounts = new Map<string, AccountState>();
  readonly calls: Call[] = [];
  readonly faults: PlannedFault[] = [];
  readonly health = new Map<string, TaskHealth>();
  healthOfNew: TaskHealth = 'as-the-database';
  timing: RdsTiming = {
    snapshot: 60,
    restore: 120,
    backup: 30,
    modify: 20,
    remove: 60,
    endsAs: () => undefined,
    needsReboot: true,
  };
  /** Ends of temporary credentials, by access key. */
  readonly expiries = new Map<string, number>();
  /** Called after each call that changed something, and after everything that happened by itself. */
  onChange: (() => void) | undefined;
  /** Called for each call that nothing was planned for: when it has arrived, and when it took effect. */
  onCall: ((call: Call, when: 'before' | 'after') => void) | undefined;
  now = start;
  /** Changes what was sent, as if the program had a mistake. */
  rewrite: (operation: string, input: Call['input']) => Call['input'] = (_, input) => input;
  #before: { readonly accounts: Map<string, AccountState> } | undefined;
  #counts = new Map<string, number>();
  #keys = 1;

  account(id = '111122223333', region = 'eu-west-1'): AccountState {
    const key = `${id}/${region}`;
    const found = this.accounts.get(key) ?? emptyAccount(id, region);
    this.accounts.set(key, found);
    return found;
  }

  /** Lets time pass, and what happens meanwhile. */
  advanceTo(time: number): void {
    for (;;) {
      const due = [...this.accounts.values()]
        .flatMap((account) => account.queue.map((one) => ({ account, one })))
        .filter(({ one }) => one.at <= time)
        .toSorted((a, b) => a.one.at - b.one.at)[0];
      if (due === undefined) break;
      const { account, one } = due;
      account.queue = account.queue.filter((other) => other !== one);
      this.now = Math.max(this.now, one.at);
      happen({ ...this.#ecs(account), health: (arn) => this.#healthOf(arn) }, one);
      this.onChange?.();
    }
    this.now = Math.max(this.now, time);
  }

  #healthOf(arn: string): TaskHealth {
    return this.health.get(arn) ?? (arn.endsWith(':1') ? 'as-the-database' : this.healthOfNew);
  }

  handle(request: WireRequest): WireResponse {
    const { service, operation, account: id, region, key, ...decoded } = decode(request);
    const input = this.rewrite(operation, decoded.input);
    const call: Call = {
      number: this.calls.length + 1,
      account: id,
      service,
      operation,
      input,
      at: this.now,
      mutating: isMutating(operation),
      process: request.process,
    };
    this.calls.push(call);
    const fault = this.#faultFor(call);
    try {
      if (fault?.when === 'before' && fault.kind !== 'stale') return this.#refuse(call, fault.kind);
      const expiry = this.expiries.get(key);
      if (expiry !== undefined && expiry <= this.now)
        throw new AwsFault('ExpiredToken', 'The security token included in the request is expired', 403);
      this.onCall?.(call, 'before');
      const output = this.#perform(call, id, region, fault?.kind === 'stale');
      this.onCall?.(call, 'after');
      if (fault !== undefined && fault.kind !== 'stale') return this.#refuse(call, fault.kind);
      return answerOf(service, operation, output);
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      call.refused = error.code;
      return faultOf(service, error);
    }
  }

  #perform(call: Call, id: string, region: string, stale: boolean): object {
    const { service, operation, input } = call;
    if (service === 'sts') return this.#sts(operation, input, id);
    if (stale && this.#before !== undefined && !call.mutating) {
      const account = this.#before.accounts.get(`${id}/${region}`);
      if (account !== undefined) return this.#run(service, operation, input, account);
    }
    const account = this.account(id, region);
    if (call.mutating) this.#before = { accounts: structuredClone(this.accounts) };
    const output = this.#run(service, operation, input, account);
    if (call.mutating) this.onChange?.();
    // What is answered is a copy: later changes must not show in it.
    return structuredClone(output);
  }

  #run(service: Exclude<Service, 'sts'>, operation: string, input: Call['input'], account: AccountState): object {
    const table = { rds: rdsOperations, ecs: ecsOperations, ssm: ssmOperations }[service];
    const perform = table[operation];
    if (perform === undefined) throw new AwsFault('InvalidAction', `${service} ${operation} is not imitated`);
    return perform({ ...this.#ecs(account), accounts: [...this.accounts.values()], timing: this.timing }, input);
  }

  #ecs(account: AccountState) {
    return {
      account,
      now: this.now,
      after: (seconds: number, happening: object): void => {
        account.queue.push({ ...happening, at: this.now + seconds * 1000 } as Happening);
      },
    };
  }

  #sts(operation: string, input: Call['input'], account: string): object {
    if (operation === 'GetCallerIdentity')
      return { Account: account, Arn: `arn:aws:iam::${account}:user/test`, UserId: 'U' };
    if (operation !== 'AssumeRole') throw new AwsFault('InvalidAction', `sts ${operation} is not imitated`);
    const owner = String(input.RoleArn).split(':')[4] ?? '';
    if (String(input.RoleArn).endsWith('/forbidden'))
      throw new AwsFault('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403);
    const key = `ASIA${owner}${this.#keys++}`;
    const expiry = this.now + 3_600_000;
    this.expiries.set(key, expiry);
    return {
      Credentials: { AccessKeyId: key, SecretAccessKey: 'secret', SessionToken: 'token', Expiration: new Date(expiry) },
      AssumedRoleUser: { Arn: `${String(input.RoleArn)}/s`, AssumedRoleId: 'A' },
    };
  }

  #faultFor(call: Call): PlannedFault | undefined {
    const key = `${call.operation}@${call.account}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return this.faults.find(({ at, nth, account }) => {
      if (account !== undefined && account !== call.account) return false;
      return typeof at === 'number'
        ? at === call.number
        : at === call.operation && (nth === undefined || nth === count);
    });
  }

  #refuse(call: Call, kind: FaultKind): WireResponse {
    if (kind === 'reset' || kind === 'kill') {
      call.refused = kind;
      return { kind: kind === 'reset' ? 'reset' : 'dead' };
    }
    throw faultFor(kind, call.service);
  }
}

function faultFor(kind: Exclude<FaultKind, 'reset' | 'kill' | 'stale'> | 'stale', service: Service): AwsFault {
  switch (kind) {
    case 'server-error':
      return new AwsFault('InternalFailure', 'We encountered an internal error. Please try again.', 500);
    case 'throttle':
      return service === 'rds' || service === 'sts'
        ? new AwsFault('Throttling', 'Rate exceeded')
        : new AwsFault('ThrottlingException', 'Rate exceeded');
    case 'expired':
      return service === 'rds' || service === 'sts'
        ? new AwsFault('ExpiredToken', 'The security token included in the request is expired', 403)
        : new AwsFault('ExpiredTokenException', 'The security token included in the request is expired');
    case 'denied':
      return service === 'rds' || service === 'sts'
        ? new AwsFault('AccessDenied', 'User is not authorized to perform this action', 403)
        : new AwsFault('AccessDeniedException', 'User is not authorized to perform this action');
    case 'stale':
      throw new Error('a stale read is no refusal');
    default:
      return new AwsFault(kind.code, kind.message, kind.status ?? 400);
  }
}

interface Decoded {
  readonly service: Service;
  readonly operation: string;
  readonly input: { readonly [key: string]: unknown };
  readonly account: string;
  readonly region: string;
  readonly key: string;
}

/** The account is part of the access key: `AKIA111122223333`, or `ASIA111122223333…` of an assumed role. */
function decode({ headers, body }: WireRequest): Decoded {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '');
  if (scope === null) throw new Error('a request without a signature');
  const [, key = '', region = '', service = ''] = scope;
  const account = /^A[KS]IA(\d{12})/.exec(key)?.[1] ?? '111122223333';
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const input = JSON.parse(body) as { readonly [key: string]: unknown };
    return { service: service as Service, operation: target.split('.')[1] ?? '', input, account, region, key };
  }
  const { Action, Version: _, ...input } = decodeForm(body);
  return { service: service as Service, operation: String(Action), input, account, region, key };
}

function answerOf(service: Service, operation: string, output: object): WireResponse {
  if (service === 'rds' || service === 'sts') {
    return { kind: 'answer', status: 200, type: 'text/xml', body: encodeXml(operation, output) };
  }
  return { kind: 'answer', status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(output) };
}

function faultOf(service: Service, { code, message, status }: AwsFault): WireResponse {
  if (service === 'rds' || service === 'sts')
    return { kind: 'answer', status, type: 'text/xml', body: encodeXmlFault(code, message) };
  const body = JSON.stringify({ __type: code, message });
  return { kind: 'answer', status, type: 'application/x-amz-json-1.1', body };
}
