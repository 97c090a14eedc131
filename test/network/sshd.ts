import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRoot } from '../support/network.ts';
import { sshMissing } from '../support/ssh/sshd.ts';
import type { Started } from './started.ts';

/** Words for the title of a test that goes without. */
export const noSsh = asRoot ? sshMissing : 'skipped, because only root can start sshd in a network namespace';

/** A user's world that knows the server at `address`, and what the server needs. Returns settings for a target. */
export function writeSshWorld(folder: string, address: string, path: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync('/run/sshd', { recursive: true });
  const at = (name: string): string => join(folder, name);
  for (const name of ['id', 'host']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)]);
  }
  writeFileSync(at('known_hosts'), `${address} ${readFileSync(at('host.pub'), 'utf8')}`);
  writeFileSync(
    at('config'),
    `Host *
  IdentityFile ${at('id')}
  IdentitiesOnly yes
  UserKnownHostsFile ${at('known_hosts')}
  GlobalKnownHostsFile /dev/null
  User root
`,
  );
  writeFileSync(
    at('sshd_config'),
    `Port 22
HostKey ${at('host')}
AuthorizedKeysFile ${at('id.pub')}
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
PidFile none
`,
  );
  return `type: ssh, host: ${address}, configFile: ${at('config')}, path: ${path}`;
}

/** Debian's OpenSSH server. `spawn` runs a command on its machine. */
export async function serveSsh(folder: string, spawn: (words: readonly string[]) => Started): Promise<Started> {
  const server = spawn(['/usr/sbin/sshd', '-D', '-e', '-f', join(folder, 'sshd_config')]);
  await server.says(/Server listening/);
  return server;
}

/**
 * A folder for the PATH whose `ssh` notices a dead link within six seconds instead of 45: the first value of an option
 * counts.
 */
export function hastySsh(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ssh'), '#!/bin/sh\nexec /usr/bin/ssh -o ServerAliveInterval=2 "$@"\n', { mode: 0o755 });
  return folder;
}
