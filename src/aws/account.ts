import type { ECS } from '@aws-sdk/client-ecs';
import type { RDS } from '@aws-sdk/client-rds';
import type { SSM } from '@aws-sdk/client-ssm';
import { AwsFailure, asAwsFailure } from './failure.ts';
import type { AwsClock, AwsOptions } from './options.ts';
import type { AwsPlace } from './place.ts';
import { Rate, type RateClass } from './rate.ts';
import { type Clients, lazyClients } from './sdk.ts';

interface Services {
  readonly rds: RDS;
  readonly ecs: ECS;
  readonly ssm: SSM;
}

/**
 * One account as seen with one set of rights. Every call goes through here: at an even pace, as the right account, and
 * with failures of ours. Calls that AWS may have performed though we got no answer are the caller's to clear up: the
 * SDK's own tries make that possible even without a crash.
 */
export class AwsAccount {
  readonly place: AwsPlace;
  readonly clock: AwsClock;
  readonly #clients: Clients;
  readonly #rate: Rate;
  #guarded: Promise<string> | undefined;
  readonly #shared = new Map<string, unknown>();

  constructor(options: AwsOptions, place: AwsPlace) {
    this.place = place;
    this.clock = options.clock;
    this.#clients = lazyClients(options, place);
    this.#rate = new Rate(options.clock);
  }

  /** Asks; the service itself is not changed. */
  read<S extends keyof Services, T>(service: S, call: (client: Services[S]) => Promise<T>, name: string): Promise<T> {
    return this.#perform(service, call, name, false);
  }

  /** Changes something. */
  write<S extends keyof Services, T>(service: S, call: (client: Services[S]) => Promise<T>, name: string): Promise<T> {
    return this.#perform(service, call, name, true);
  }

  /** The account that the credentials belong to. */
  async accountId(): Promise<string> {
    const known = this.#guarded ?? this.#whoAmI();
    this.#guarded = known;
    try {
      return await known;
    } catch (error) {
      this.#guarded = undefined;
      throw error;
    }
  }

  /** What is made once for all who use this account, such as the batches of describe calls. */
  shared<T>(key: string, make: () => T): T {
    const found = this.#shared.get(key) ?? make();
    this.#shared.set(key, found);
    return found as T;
  }

  async #perform<S extends keyof Services, T>(
    service: S,
    call: (client: Services[S]) => Promise<T>,
    name: string,
    mutating: boolean,
  ): Promise<T> {
    if (this.place.account !== undefined) await this.#guard(this.place.account);
    const kind: RateClass = mutating ? `${service} write` : service;
    await this.#rate.pass(kind, new AbortController().signal);
    try {
      return await call((await this.#clients[service]()) as Services[S]);
    } catch (error) {
      throw asAwsFailure(error, name, mutating);
    }
  }

  async #guard(wanted: string): Promise<void> {
    const found = await this.accountId();
    if (found === wanted) return;
    throw new AwsFailure('refused', 'WrongAccount', `the credentials belong to account ${found}, not to ${wanted}`);
  }

  async #whoAmI(): Promise<string> {
    try {
      const sts = await this.#clients.sts();
      const { Account } = await sts.getCallerIdentity({});
      return Account ?? '';
    } catch (error) {
      throw asAwsFailure(error, 'GetCallerIdentity', false);
    }
  }
}
