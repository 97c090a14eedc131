import type { SshHost } from './settings.ts';

/** The shell of the user only hands over to the system's own. Every login shell there is understands this. */
const remoteShell = 'exec /bin/sh -s';

/** Seconds; a link that says nothing for three times `aliveSeconds` is dead. */
export interface SshTiming {
  readonly connectSeconds: number;
  readonly aliveSeconds: number;
}

/**
 * Arguments for the user's `ssh`. What it knows (keys, agent, ProxyJump, Match blocks, known hosts) stays; what would let
 * it ask a person, trust an unknown host or do more than run one command does not. `role` is `master` for the one
 * connection, `session` for one more channel over it.
 */
export function sshArguments(
  host: SshHost,
  role: 'master' | 'session',
  controlPath: string,
  { connectSeconds, aliveSeconds }: SshTiming,
  command: string = remoteShell,
): readonly string[] {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    `ControlPath=${controlPath.replaceAll('%', '%%')}`,
    `ControlMaster=${role === 'master' ? 'yes' : 'no'}`,
    'ControlPersist=no',
    `ConnectTimeout=${connectSeconds}`,
    `ServerAliveInterval=${aliveSeconds}`,
    'ServerAliveCountMax=3',
    'ClearAllForwardings=yes',
    'ForwardAgent=no',
    'PermitLocalCommand=no',
    'RemoteCommand=none',
    'RequestTTY=no',
    'EscapeChar=none',
    'LogLevel=ERROR',
  ];
  return [...reachArguments(host), '-T', ...options.flatMap((option) => ['-o', option]), '--', host.host, command];
}

/** Only how the host is reached: also what a person would type to try it. */
export function reachArguments({ port, user, configFile, identityFile, jump }: SshHost): readonly string[] {
  return [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(identityFile === undefined ? [] : ['-i', identityFile]),
    ...(jump === undefined ? [] : ['-J', jump]),
  ];
}
