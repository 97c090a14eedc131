import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const steps = Array.from({ length: 20 }, (_, index) => index);

function tenants(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `t${String(number).padStart(5, '0')}`);
}

/** A workspace with one chain of 20 steps, each `true` in a shell, for so many tenants. */
export function writeChains(root: string, count: number): void {
  for (const folder of ['tenants', 'projects', 'releases']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, 'release.config.yaml'),
    'environments: [prod]\nlifecycles: { only: { phases: [{ name: prod, environments: [prod] }] } }\n',
  );
  const list = steps.map(
    (step) => `  - { id: step-${step}, uses: script, roles: [host], with: { shell: sh, run: "true" } }\n`,
  );
  writeFileSync(join(root, 'projects', 'app.yaml'), `project: app\nlifecycle: only\nsteps:\n${list.join('')}`);
  writeFileSync(
    join(root, 'releases', 'r.yaml'),
    'release: r\nproject: app\nversion: 1.0.0\nenvironments: [prod]\ntenants: all\nwaves: [{ name: all }]\n',
  );
  for (const id of tenants(count)) {
    const target = 'targets: { vm: { type: local, roles: [host] } }';
    writeFileSync(join(root, 'tenants', `${id}.yaml`), `tenant: ${id}\nenvironments: [prod]\n${target}\n`);
  }
}

/** What runs left behind in it. */
export function clearChains(root: string): void {
  rmSync(join(root, '.release'), { recursive: true, force: true });
  rmSync(join(root, 'releases', 'r.lock.yaml'), { force: true });
}

/** The same graph for `make`, with a stamp file for each step that is done. */
export function writeMakefile(root: string, count: number): void {
  const lines = [
    `all: ${tenants(count)
      .map((id) => stamp(id, steps.length - 1))
      .join(' ')}`,
  ];
  for (const id of tenants(count)) {
    for (const step of steps)
      lines.push(`${stamp(id, step)}:${step === 0 ? '' : ` ${stamp(id, step - 1)}`}`, '\t@true && touch $@');
  }
  writeFileSync(join(root, 'Makefile'), `${lines.join('\n')}\n`);
  clearStamps(root);
}

export function clearStamps(root: string): void {
  rmSync(join(root, 'stamps'), { recursive: true, force: true });
  mkdirSync(join(root, 'stamps'), { recursive: true });
}

function stamp(id: string, step: number): string {
  return `stamps/${id}-${step}`;
}
