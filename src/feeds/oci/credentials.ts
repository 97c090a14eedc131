import { type FeedResult, failed, found } from '../feed.ts';
import { baseAddress, shownAddress } from '../http/address.ts';
import type { HttpClient } from '../http/client.ts';
import { basicCredentials, basicHeader } from '../http/credentials.ts';
import { getDocument } from '../http/document.ts';
import type { Credentials } from '../http/exchange.ts';
import { numberAt, readJsonMap, textAt } from '../json-access.ts';
import type { FeedSecret } from '../secret-of-feed.ts';
import { readChallenge } from './challenge.ts';

export interface RegistryAccess {
  readonly registry: URL;
  readonly username: string | undefined;
  readonly secret: FeedSecret;
  readonly client: HttpClient;
}

interface Token {
  readonly header: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

type Mode = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly realm: URL };

const DEFAULT_LIFE_SECONDS = 60;
const MARGIN_MS = 5_000;

/**
 * Who we are to a registry: nobody until it challenges us; then Basic, or a token per repository that may pull and nothing
 * else. Once the registry has said where tokens come from, they are fetched before they are asked for.
 */
export class RegistryCredentials {
  readonly #access: RegistryAccess;
  readonly #tokens = new Map<string, Promise<FeedResult<Token>>>();
  #mode: Mode | undefined;

  constructor(access: RegistryAccess) {
    this.#access = access;
  }

  forRepository(repository: string): Credentials {
    const { registry } = this.#access;
    return {
      header: (url, signal) => (url.origin === registry.origin ? this.#header(repository, signal) : none()),
      challenged: async (url, challenge) =>
        found(url.origin === registry.origin && (await this.#learn(repository, challenge))),
    };
  }

  async #header(repository: string, signal: AbortSignal): Promise<FeedResult<string | undefined>> {
    if (this.#mode === undefined) return none();
    if (this.#mode.kind === 'basic') return this.#basic();
    const token = await this.#token(repository, this.#mode.realm, signal);
    return token.ok ? found(token.value.header) : token;
  }

  async #basic(): Promise<FeedResult<string | undefined>> {
    const { username = 'release', secret } = this.#access;
    const password = await secret();
    if (!password.ok || password.value === undefined) return password;
    return found(basicHeader(username, password.value));
  }

  /** True when there is something new to say. */
  async #learn(repository: string, header: string): Promise<boolean> {
    const challenge = readChallenge(header);
    if (challenge.kind === 'basic') {
      const before = this.#mode;
      this.#mode = { kind: 'basic' };
      const secret = await this.#access.secret();
      return before?.kind !== 'basic' && !(secret.ok && secret.value === undefined);
    }
    const realm = challenge.kind === 'bearer' ? this.#realm(challenge.realm, challenge.service) : undefined;
    if (realm === undefined) return false;
    this.#mode = { kind: 'bearer', realm };
    this.#tokens.delete(repository);
    return true;
  }

  /** Tokens may come from another host, but a password goes there over TLS only. */
  #realm(text: string, service: string | undefined): URL | undefined {
    const realm = baseAddress(text);
    if (realm === undefined || (realm.protocol !== 'https:' && realm.origin !== this.#access.registry.origin))
      return undefined;
    if (service !== undefined) realm.searchParams.set('service', service);
    return realm;
  }

  async #token(repository: string, realm: URL, signal: AbortSignal): Promise<FeedResult<Token>> {
    const known = await this.#tokens.get(repository);
    const { now } = this.#access.client;
    if (known?.ok === true && known.value.until > now() + MARGIN_MS) return known;
    const fresh = this.#fetch(repository, realm, signal);
    this.#tokens.set(repository, fresh);
    return fresh;
  }

  async #fetch(repository: string, realm: URL, signal: AbortSignal): Promise<FeedResult<Token>> {
    const { client, username = 'release', secret } = this.#access;
    const url = new URL(realm);
    url.searchParams.set('scope', `repository:${repository}:pull`);
    // Tokens are kept in memory only.
    const unkept = { ...client, metadata: undefined };
    const document = await getDocument(unkept, { url, credentials: basicCredentials(realm, username, secret) }, signal);
    if (!document.ok) return document;
    const where = shownAddress(realm);
    const answer = document.value && readJsonMap(document.value.body, where);
    if (answer === undefined) return failed({ kind: 'malformed', detail: `there are no tokens at ${where}` });
    if (!answer.ok) return answer;
    const token = textAt(answer.value, 'token') ?? textAt(answer.value, 'access_token');
    if (token === undefined) return failed({ kind: 'malformed', detail: `${where} answered without a token` });
    const seconds = numberAt(answer.value, 'expires_in') ?? DEFAULT_LIFE_SECONDS;
    return found({ header: `Bearer ${token}`, until: client.now() + seconds * 1000 });
  }
}

function none(): Promise<FeedResult<undefined>> {
  return Promise.resolve(found(undefined));
}
