import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SecretReference } from '../../src/config/scope.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { createSecrets } from '../../src/secrets/secrets.ts';
import { readPackageTexts } from '../../src/steps/package-texts.ts';
import { applyEdits } from '../../src/targets/local/edit-files.ts';
import { noMemory } from '../../src/targets/local/masked-launch.ts';
import { checkInstall } from '../../src/targets/package-names.ts';
import { createTargets, isTarget } from '../../src/targets/registry.ts';
import { checkEnvironment } from '../../src/targets/script-environment.ts';
import { parseScriptOutputs } from '../../src/targets/script-outputs.ts';
import type { ScriptRequest } from '../../src/targets/target.ts';
import type { TargetSettings } from '../../src/targets/target-maker.ts';
import { describeProduced } from '../diagnostics/golden.ts';
import { writeRawZip } from '../feeds/archives.ts';
import { maskingProgram } from '../support/masking-program.ts';
import { makeFolder, openLocal } from './local-place.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'release-golden-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function secret(source: SecretReference['source'], ref: string, root = folder()): Promise<readonly Diagnostic[]> {
  const secrets = createSecrets({
    environment: { NUGET_TOKENS: 'x' },
    workspaceRoot: root,
    register: () => undefined,
  });
  const read = await secrets.read({ source, ref } as SecretReference);
  return read.ok ? read.warnings : [read.diagnostic];
}

async function texts(pattern: string, content: string | Uint8Array): Promise<readonly Diagnostic[]> {
  const place = folder();
  const path = join(place, 'a.zip');
  await writeRawZip(path, [{ name: 'settings.ini', content }]);
  const read = await readPackageTexts({ path, sha256: pattern, label: 'Web 1.0.0' }, [pattern], place);
  return read.ok ? [] : read.diagnostics;
}

async function start(request: Partial<ScriptRequest>): Promise<readonly Diagnostic[]> {
  const place = makeFolder();
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const target = openLocal(place, { PATH: '/nowhere' });
  try {
    const started = await target.start({ ticket: 'r/1', interpreter: 'sh', script: 'true', env: {}, ...request });
    return started.kind === 'refused' ? started.diagnostics : [];
  } finally {
    target.close();
  }
}

function target(settings: Pick<TargetSettings, 'type' | 'settings'>): readonly Diagnostic[] {
  const place = folder();
  const targets = createTargets({
    workspaceRoot: place,
    stateDirectory: place,
    environment: {},
    sendSignal: () => undefined,
    pid: process.pid,
    maskingProgram,
    secretForms: (secret) => [secret],
    extract: async () => [],
    now: Date.now,
  });
  const made = targets.make({ id: 'vm', ...settings });
  targets.close();
  return isTarget(made) ? [] : [made];
}

const place = { tenant: 'a', environment: 'test', packageId: '.hidden' };

describeProduced(
  'what goes wrong at targets, as people read it',
  (code, name) => /^REL21[0-35]/.test(code) && !name.startsWith('REL2131-agent'),
  {
    'REL2101-names': () => checkEnvironment({ 'MY-NAME': 'x', PWD: '/' }),
    'REL2102-values': () => checkEnvironment({ A: 'a\0b', B: 'x'.repeat(140_000) }),
    'REL2103-no-interpreter': () => start({ interpreter: 'pwsh' }),
    'REL2104-outputs': () => parseScriptOutputs(Buffer.from('rows: 5\nlist<<END\na\n')).diagnostics,
    'REL2106-folder-names': () =>
      checkInstall({ place, version: '1.0.0', sha256: 'a'.repeat(64), archiveFile: 'a.zip' }),
    'REL2107-no-file': () => applyEdits(folder(), [{ path: 'web.config', content: new Uint8Array() }]),
    'REL2108-no-memory': () => [noMemory()],
    'REL2120-environment': () => secret('env', 'NUGET_TOKEN'),
    'REL2120-file': async () => [...(await secret('file', 'token.txt')), ...(await secret('file', '../token.txt'))],
    'REL2121-elsewhere': async () => [...(await secret('sops', 'secrets.yaml')), ...(await secret('site', 'db'))],
    'REL2122-open-file': () => {
      const root = folder();
      writeFileSync(join(root, 'token.txt'), 'x');
      chmodSync(join(root, 'token.txt'), 0o644);
      return secret('file', 'token.txt', root);
    },
    'REL2130-unknown-type': () => target({ type: 'carrier-pigeon', settings: {} }),
    'REL2131-path': () => target({ type: 'local', settings: { path: 7 } }),
    'REL2150-no-text': () => texts('settings.ini', Buffer.from([0xff, 0xfe])),
    'REL2151-no-file': () => texts('*.config', 'a'),
  },
);
