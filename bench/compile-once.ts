import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measurement of bench/compile.ts: `parse` or `compile`, and the folder. Prints milliseconds by part, and MB. */
const [mode, root = ''] = process.argv.slice(2);
const start = performance.now();
const parts: { [part: string]: number } = {};
let last = start;

function lap(part: string): void {
  const now = performance.now();
  parts[part] = now - last;
  last = now;
}

async function bareParse(): Promise<void> {
  const { parseDocument } = await import('yaml');
  lap('import');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.yaml')) continue;
    parseDocument(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  }
  lap('parse');
}

async function loadAndCompile(): Promise<void> {
  const { readWorkspace } = await import('../src/workspace/load.ts');
  const { compileRelease } = await import('../src/plan/compile.ts');
  const { kinds } = await import('../test/plan/kinds.ts');
  lap('import');
  const { workspace, diagnostics, sources } = readWorkspace(root);
  lap('load');
  const [release] = workspace.releases.values();
  if (release === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const base = { workspace, release, kinds, narrowing: {}, commandLine: [], deployed: [], now: 0 };
  const { draft, ...compiled } = compileRelease({ ...base, readText: sources.text });
  lap('compile');
  const { finishPlan } = await import('../src/plan/finish.ts');
  const { serializePlan } = await import('../src/plan/serialize.ts');
  if (draft === undefined) throw new Error(JSON.stringify(compiled.diagnostics.slice(0, 3)));
  serializePlan(finishPlan(draft, new Map(), 'sha256:none'));
  lap('plan');
}

await (mode === 'parse' ? bareParse() : loadAndCompile());
parts.MB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify(parts));
