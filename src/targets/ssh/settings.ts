import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TargetSettings } from '../target-maker.ts';

/** How a machine is reached: targets that agree in all of it share one connection. */
export interface SshHost {
  /** Host name, address, or an alias of the configuration. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly configFile?: string;
  readonly identityFile?: string;
  readonly jump?: string;
}

export interface SshSettings {
  readonly id: string;
  readonly host: SshHost;
  /** Folder on the other side, absolute or from the home folder of the user. */
  readonly path: string;
}

const defaultPath = 'release';
/** OpenSSH takes what begins with a dash for an option; a space or a control character is in no name of a host. */
const hostName = /^[^-\s\p{C}'"`$;&|<>()\\][^\s\p{C}'"`$;&|<>()\\]*$/u;

/** `resolvePath` makes a path of this machine absolute, as the workspace sees it. */
export function readSshSettings(
  { id, settings }: TargetSettings,
  resolvePath: (path: string) => string,
): SshSettings | Diagnostic {
  const { host, port, user, configFile, identityFile, jump, path = defaultPath } = settings;
  if (typeof host !== 'string' || !hostName.test(host)) return wrong(id, 'host', 'the name of a host');
  if (user !== undefined && (typeof user !== 'string' || !hostName.test(user))) return wrong(id, 'user', 'a user name');
  if (jump !== undefined && (typeof jump !== 'string' || !hostName.test(jump))) return wrong(id, 'jump', 'a host');
  if (port !== undefined && (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535))
    return wrong(id, 'port', 'a number from 1 to 65535');
  if (configFile !== undefined && !isPath(configFile)) return wrong(id, 'configFile', 'the path of a file');
  if (identityFile !== undefined && !isPath(identityFile)) return wrong(id, 'identityFile', 'the path of a file');
  if (!isPath(path)) return wrong(id, 'path', 'the path of a folder');
  const reach: SshHost = {
    host,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(configFile !== undefined && { configFile: resolvePath(configFile) }),
    ...(identityFile !== undefined && {
      identityFile: identityFile.startsWith('~') ? identityFile : resolvePath(identityFile),
    }),
    ...(jump !== undefined && { jump }),
  };
  return { id, host: reach, path: path.replace(/^~\/+/, '') || defaultPath };
}

/** Names a host shortly: the same settings give the same key. */
export function hostKey(host: SshHost): string {
  const { host: name, port, user, configFile, identityFile, jump } = host;
  const text = JSON.stringify([name, port, user, configFile, identityFile, jump]);
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\p{Cc}]/u.test(value);
}

function wrong(id: string, key: string, what: string): Diagnostic {
  return {
    code: 'REL2190',
    severity: 'error',
    summary: `\`${key}\` of the target ${id} is not ${what}`,
    hint: 'write what `ssh` itself would take, such as host: vm01.example.com, port: 22, path: /srv/release',
  };
}
