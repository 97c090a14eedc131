import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { TargetAway } from '../target-away.ts';
import type { SshHost } from './settings.ts';
import { reachArguments } from './ssh-arguments.ts';

export type SshCode = `REL219${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** What hinders us, told as a diagnostic. `lasting`: trying again would not help. */
export class SshFailure extends TargetAway {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, lasting: boolean) {
    super(
      `${diagnostic.code} ${diagnostic.summary}${diagnostic.hint === undefined ? '' : ` (${diagnostic.hint})`}`,
      lasting,
    );
    this.name = 'SshFailure';
    this.diagnostic = diagnostic;
  }
}

/** How `ssh` ended: its exit code (255 is its own, others come from the other side), and what it said. */
export interface SshEnd {
  readonly exitCode: number | undefined;
  readonly said: string;
  /** The program `ssh` could not be started. */
  readonly missing?: boolean;
}

interface Kind {
  readonly code: SshCode;
  readonly pattern: RegExp;
  readonly lasting: boolean;
  readonly what: string;
  readonly hint: (ssh: string, host: SshHost) => string;
}

const kinds: readonly Kind[] = [
  {
    code: 'REL2193',
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/i,
    lasting: true,
    what: 'shows another key than the one that is known',
    hint: (_, { host, port }) =>
      `somebody may stand in between; once its administrator has confirmed the new key: ssh-keygen -R '${port === undefined ? host : `[${host}]:${port}`}', then accept the key by hand`,
  },
  {
    code: 'REL2192',
    pattern: /host key is known for|Host key verification failed|authenticity of host/i,
    lasting: true,
    what: 'has a key that is not known here',
    hint: (ssh, host) =>
      `compare its fingerprint with what its administrator says, then accept it once: ${ssh} (or add a checked line of \`ssh-keyscan ${host.port === undefined ? '' : `-p ${host.port} `}${host.host}\` to known_hosts)`,
  },
  {
    code: 'REL2194',
    pattern: /Permission denied|Too many authentication failures|No supported authentication methods/i,
    lasting: true,
    what: 'does not let us in',
    hint: (ssh) => `try it by hand: ${ssh}; a key with a passphrase has to be in ssh-agent, because nobody is asked`,
  },
  {
    code: 'REL2196',
    pattern: /Bad configuration option|Bad owner or permissions|keyword .* extra arguments|Can't open user config/i,
    lasting: true,
    what: 'cannot be reached because ssh refuses its configuration',
    hint: (ssh) => `try it by hand: ${ssh}`,
  },
  {
    code: 'REL2195',
    pattern: /timed out|Timeout, server/i,
    lasting: false,
    what: 'does not answer in time',
    hint: (ssh) => `look whether the machine is up and the firewall lets us through: ${ssh}`,
  },
];

/** What the end of `ssh` means. `greeted`: a shell had answered before. */
export function failureOf(host: SshHost, end: SshEnd, greeted: boolean): SshFailure {
  const said = lastLineOf(end.said);
  if (end.missing === true) {
    return failure('REL2196', 'There is no program ssh on this machine', 'install the OpenSSH client', true);
  }
  const ssh = ['ssh', ...reachArguments(host), host.host].map(shown).join(' ');
  const kind = kinds.find(({ pattern }) => pattern.test(end.said));
  if (end.exitCode === 255 && kind !== undefined && (!greeted || !kind.lasting))
    return failure(kind.code, `${host.host} ${kind.what}${said}`, kind.hint(ssh, host), kind.lasting);
  if (!greeted && end.exitCode !== 255 && end.exitCode !== undefined)
    return failure(
      'REL2198',
      `${host.host} lets us in and gives us no shell (exit code ${end.exitCode})${said}`,
      `the user needs a login shell, and the machine /bin/sh: ${ssh}`,
      true,
    );
  return failure(
    'REL2191',
    `${host.host} cannot be reached${said}`,
    `look whether name and port are right and the machine is up: ${ssh}`,
    false,
  );
}

export function failure(code: SshCode, summary: string, hint: string, lasting: boolean): SshFailure {
  return new SshFailure({ code, severity: 'error', summary, hint }, lasting);
}

/** An order that the other side refused, such as for a full disk. */
export function refusal(host: SshHost, what: string, said: string): SshFailure {
  const full = /No space left|Disk quota|File too large/i.test(said);
  return full
    ? failure('REL2197', `There is no space left on ${host.host} to ${what}`, 'make room there, then resume', true)
    : failure('REL2198', `${host.host} could not ${what}${lastLineOf(said)}`, 'mend that there, then resume', true);
}

function lastLineOf(said: string): string {
  const lines = said.split(/\r?\n/).map((line) => line.replace(/[^\P{C}]/gu, '').trim());
  const told = lines.filter((line) => line !== '' && !/^[@\s]+$/.test(line));
  const line = told.findLast((one) => /verification failed|denied|timed out|refused|resolve|route/i.test(one));
  const chosen = line ?? told.at(-1);
  return chosen === undefined ? '' : `: ${chosen.slice(0, 300).replace(/\.$/, '')}`;
}

function shown(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
