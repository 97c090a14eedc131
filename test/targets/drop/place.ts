import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterAll } from 'vitest';
import { bundleScripts } from '../../../src/cli/bundle-scripts.ts';
import { extractArchive } from '../../../src/feeds/extract.ts';
import type { Bundle, BundlePackage, BundleStep, BundleWriter } from '../../../src/targets/bundle.ts';
import { dropTargets } from '../../../src/targets/drop/drop-targets.ts';

export const shells: readonly (readonly string[])[] = [['dash'], ['bash', '--posix'], ['bash'], ['busybox', 'sh']];
export function isThere([program = '']: readonly string[]): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

export const passphrase = 'open sesame, %please';

/** A workspace with a drop target, and a site beside it. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'drop-'));
  readonly site = join(this.root, 'site');
  readonly writer: BundleWriter;

  constructor(options: { readonly passphrase?: string; readonly recipients?: readonly string[] } = { passphrase }) {
    afterAll(() => rmSync(this.root, { recursive: true, force: true }));
    const maker = dropTargets({
      workspaceRoot: this.root,
      stateDirectory: join(this.root, 'state'),
      environment: {},
      sendSignal: () => {},
      pid: 1,
      maskingProgram: { command: [], orderLine: () => '' },
      secretForms: () => [],
      now: () => 0,
      extract: async (archive, folder, label) => {
        const result = await extractArchive(archive, folder, { label });
        return result.ok ? [] : result.diagnostics;
      },
      drop: {
        stateDirectory: join(this.root, 'drop'),
        key: undefined,
        passphrase: options.passphrase,
        scripts: bundleScripts,
      },
    });
    const recipients = options.recipients === undefined ? {} : { recipients: options.recipients };
    const made = maker.make({ id: 'vm', type: 'drop', settings: { path: 'out', ...recipients } });
    if (!('bundles' in made) || made.bundles === undefined) throw new Error('no writer');
    this.writer = made.bundles;
  }

  /** The folder of the bundle. */
  async write(bundle: Partial<Bundle>): Promise<string> {
    const written = await this.writer.write(bundleOf(bundle));
    if (written.kind === 'refused') throw new Error(JSON.stringify(written.diagnostics));
    return written.path;
  }

  apply(folder: string, words: readonly string[] = [], shell = ['sh'], environment: Record<string, string> = {}) {
    const [program = 'sh', ...first] = shell;
    const env = { ...process.env, RELEASE_DROP_PASSPHRASE: passphrase, ...environment };
    const command = [...first, join(folder, 'deploy.sh'), '--site', this.site, ...words];
    const { status, stdout, stderr } = spawnSync(program, command, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { code: status, out: stdout, err: stderr };
  }

  read(path: string): string {
    return readFileSync(join(this.site, path), 'utf8');
  }

  /** A package with these files, as a step deploys it. */
  async package(
    version: string,
    files: Record<string, string>,
    more: Partial<BundlePackage> = {},
  ): Promise<BundlePackage> {
    const folder = mkdtempSync(join(this.root, 'package-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const archiveFile = `${folder}.tgz`;
    await create({ file: archiveFile, cwd: folder, gzip: true }, readdirSync(folder));
    const place = { tenant: 'st-marys', environment: 'prod', packageId: 'App' };
    const request = { place, version, sha256: 'a'.repeat(64), archiveFile };
    return { kind: 'package', env: {}, outputs: [], keep: 3, request, ...more };
  }
}

function bundleOf(bundle: Partial<Bundle>): Bundle {
  const id = bundle.id ?? `run-1.0.1.vm-${bundle.version ?? '1.0.0'}`;
  return {
    id,
    name: `app-${bundle.version ?? '1.0.0'}-vm-1`,
    run: 'run-1',
    release: 'r',
    project: 'app',
    version: '1.0.0',
    tenant: 'st-marys',
    environment: 'prod',
    target: 'vm',
    failed: false,
    steps: [],
    ...bundle,
  };
}

export function step(path: string, action: string | BundleStep['action'], more: Partial<BundleStep> = {}): BundleStep {
  return {
    node: `st-marys@prod/app/${path}#vm`,
    path,
    run: 'success',
    attempts: 1,
    backoffSeconds: 0,
    idempotent: false,
    secrets: [],
    action:
      typeof action === 'string' ? { kind: 'script', interpreter: 'sh', script: action, env: {}, outputs: [] } : action,
    ...more,
  };
}

export function scriptOf(
  text: string,
  env: Record<string, string>,
  outputs: readonly string[] = [],
): BundleStep['action'] {
  return { kind: 'script', interpreter: 'sh', script: text, env, outputs };
}
