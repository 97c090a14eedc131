import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateWorkspace } from './generate-workspace.ts';

/**
 * Times load + compile of a generated workspace (50 variables and 20 steps per tenant) against a bare YAML parse of the
 * same files. Each figure is a process of its own, Node's start included, best of three. `node bench/compile.ts [tenants…]` needs
 * a Node that strips types, or the compiled form of this folder; see bench/README.md.
 */
const worker = fileURLToPath(
  new URL(`./compile-once.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

interface Measured {
  readonly wall: number;
  readonly own: { readonly [part: string]: number };
}

function measure(mode: 'parse' | 'compile', root: string): Measured {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [worker, mode, root], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { wall: performance.now() - start, own: JSON.parse(stdout) };
}

function best(mode: 'parse' | 'compile', root: string, before: () => void = () => undefined): Measured {
  const runs = [0, 1, 2].map(() => {
    before();
    return measure(mode, root);
  });
  return runs.reduce((one, other) => (other.wall < one.wall ? other : one));
}

function report(name: string, { wall, own }: Measured): void {
  const parts = Object.entries(own).map(([part, value]) => `${part} ${Math.round(value)}`);
  console.log(`${name.padEnd(20)} ${String(Math.round(wall)).padStart(6)} ms   ${parts.join(', ')}`);
}

for (const count of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000]) {
  const root = mkdtempSync(join(tmpdir(), 'release-bench-'));
  generateWorkspace(root, count);
  const dropCache = () => rmSync(join(root, '.release'), { recursive: true, force: true });
  console.log(`${count} tenants`);
  report('bare parse', best('parse', root));
  report('compile, cold', best('compile', root, dropCache));
  report('compile, warm', best('compile', root));
  rmSync(root, { recursive: true });
}
