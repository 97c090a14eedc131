import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Environment } from '../factory.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import type { HttpLimits } from './limits.ts';

export interface NetworkOptions {
  /** Absolute path of the workspace, which `ca` counts from. */
  readonly root: string;
  readonly environment: Environment;
  /** A file with certificates (PEM) of a private CA; they are trusted beside the usual ones. */
  readonly ca?: string;
  readonly limits: HttpLimits;
}

/**
 * The way to the network: through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, trusting the CAs that Node
 * trusts, those of NODE_EXTRA_CA_CERTS, and `ca`. Idle connections keep no process alive.
 */
export async function openNetwork(options: NetworkOptions): Promise<FeedResult<Dispatcher>> {
  const certificates = await trusted(options);
  if (!certificates.ok) return certificates;
  const ca = certificates.value;
  const tls = { timeout: options.limits.connectMs, ...(ca && { ca: [...ca] }) };
  const { connections, connectMs, firstByteMs, idleMs } = options.limits;
  const common = {
    connections,
    connect: tls,
    connectTimeout: connectMs,
    headersTimeout: firstByteMs,
    bodyTimeout: idleMs,
  };
  const { httpProxy, httpsProxy, noProxy } = proxies(options.environment);
  if (httpProxy === '' && httpsProxy === '') return found(new Agent(common));
  if (![httpProxy, httpsProxy].every((proxy) => proxy === '' || isProxy(proxy))) {
    // The address itself may hold a password.
    const detail = 'the address in HTTPS_PROXY or HTTP_PROXY is none: write http://host:port';
    return failed({ kind: 'unreachable', detail });
  }
  // Many proxies allow tunnels to the port of TLS only: plain http is asked of them by its whole address.
  const how = { httpProxy, httpsProxy, noProxy, proxyTunnel: false, requestTls: tls, proxyTls: tls };
  return found(new EnvHttpProxyAgent({ ...common, ...how }));
}

async function trusted({ root, environment, ca }: NetworkOptions): Promise<FeedResult<readonly string[] | undefined>> {
  const extra = environment.NODE_EXTRA_CA_CERTS;
  const files = [...(extra ? [extra] : []), ...(ca === undefined ? [] : [resolve(root, ca)])];
  if (files.length === 0) return found(undefined);
  const certificates = [...rootCertificates];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => (error instanceof Error ? error : undefined));
    if (typeof text !== 'string')
      return failed({ kind: 'untrusted', detail: text?.message ?? `${file} cannot be read` });
    certificates.push(text);
  }
  return found(certificates);
}

function isProxy(text: string): boolean {
  return URL.canParse(text) && /^(?:https?|socks5?):$/.test(new URL(text).protocol);
}

function proxies(environment: Environment) {
  const read = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  const httpProxy = read('HTTP_PROXY');
  return { httpProxy, httpsProxy: read('HTTPS_PROXY') || httpProxy, noProxy: read('NO_PROXY') };
}
