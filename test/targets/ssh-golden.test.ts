import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { failureOf, refusal, type SshEnd } from '../../src/targets/ssh/failures.ts';
import { readSshSettings, type SshHost } from '../../src/targets/ssh/settings.ts';
import type { Json } from '../../src/util/json.ts';
import { describeProduced } from '../diagnostics/golden.ts';

const host: SshHost = { host: 'vm01.example.com', port: 2222, user: 'deploy' };

/** What OpenSSH 9.2 says; ssh-real.test.ts has a real one say it. */
function ended(said: string, exitCode: number | undefined = 255, more: Partial<SshEnd> = {}): readonly Diagnostic[] {
  return [failureOf(host, { exitCode, said, ...more }, false).diagnostic];
}

function settings(read: Record<string, Json>): readonly Diagnostic[] {
  const result = readSshSettings({ id: 'vm', type: 'ssh', settings: read }, (path) => path);
  return 'code' in result ? [result] : [];
}

const changed = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
Host key for [vm01.example.com]:2222 has changed and you have requested strict checking.
Host key verification failed.`;

describeProduced('what goes wrong over SSH, as people read it', (code) => code.startsWith('REL219'), {
  'REL2190-settings': () => [
    ...settings({}),
    ...settings({ host: '-oProxyCommand=id' }),
    ...settings({ host: 'vm', port: 0 }),
    ...settings({ host: 'vm', path: 'a\nb' }),
  ],
  'REL2191-unreachable': () => [
    ...ended('ssh: connect to host vm01.example.com port 2222: Connection refused'),
    ...ended('ssh: Could not resolve hostname vm01.example.com: Name or service not known'),
  ],
  'REL2192-unknown-key': () =>
    ended(
      'No ED25519 host key is known for [vm01.example.com]:2222 and you have requested strict checking.\nHost key verification failed.',
    ),
  'REL2193-changed-key': () => ended(changed),
  'REL2194-login': () => ended('deploy@vm01.example.com: Permission denied (publickey).'),
  'REL2195-timeout': () => ended('ssh: connect to host vm01.example.com port 2222: Connection timed out'),
  'REL2196-client': () => [
    ...ended('/home/a/.ssh/config: line 3: Bad configuration option: hostt'),
    ...ended('spawn ssh ENOENT', undefined, { missing: true }),
  ],
  'REL2197-full': () => [refusal(host, 'take a package', 'cat: write error: No space left on device').diagnostic],
  'REL2198-lacks': () => [
    ...ended('This account is currently not available.', 1),
    refusal(host, 'use the folder /srv/x', 'mkdir: cannot create directory: Permission denied').diagnostic,
  ],
});
