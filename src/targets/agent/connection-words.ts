import type { Address } from './address.ts';

/** What it means that a connection failed, and what to look at. `refused`: why nobody may be listening. */
export function connectionWords(error: Error, { host, port }: Address, refused: string): string {
  switch ('code' in error ? error.code : undefined) {
    case 'ENOTFOUND':
      return `the name ${host} is not known; look at the address, and at the DNS of this machine`;
    case 'EAI_AGAIN':
      return noName(host);
    case 'ECONNREFUSED':
      return `nobody listens there; ${refused}`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return `no way leads to ${host}; look at the network of this machine, and whether that one is up`;
    case 'ETIMEDOUT':
      return noAnswer({ host, port }, true);
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection broke';
    default:
      return error.message;
  }
}

function noName(host: string): string {
  return `the name ${host} cannot be looked up; look whether the DNS of this machine answers`;
}

/** `found`: its name has been looked up. */
export function noAnswer({ host, port }: Address, found: boolean): string {
  if (!found) return noName(host);
  return `it did not answer in time; look whether it is up, and whether firewalls let port ${port} through`;
}
