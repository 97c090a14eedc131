import type { Plan } from '../plan/model.ts';
import { serializePlan } from '../plan/serialize.ts';
import type { RunStore } from '../run/ports.ts';

/** Puts a new run into the store, under the next free number of its release. Gives its name, `<release>.<n>`. */
export async function createRun(
  store: RunStore,
  { plan, planDigest }: { readonly plan: Plan; readonly planDigest: string },
  now: number,
): Promise<string> {
  const { release, version, project } = plan.header;
  const { lines } = serializePlan(plan);
  const startedAt = new Date(now).toISOString();
  const prefix = `${release}.`;
  const runs = await store.listRuns();
  const numbers = runs.filter(({ run }) => run.startsWith(prefix)).map(({ run }) => Number(run.slice(prefix.length)));
  for (let number = 1 + Math.max(0, ...numbers.filter(Number.isInteger)); ; number += 1) {
    const run = `${prefix}${number}`;
    // Another process may take a number between our look and our write; names are never given twice.
    const outcome = await store.createRun({ run, release, version, project, planDigest, startedAt }, lines);
    if (outcome === 'created') return run;
  }
}
