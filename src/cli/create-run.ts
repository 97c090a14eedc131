import type { RunStore } from '../run/ports.ts';
import type { RunnablePlan } from './runnable-plan.ts';

/** Puts a new run into the store, under the next free number of its release. Gives its name, `<release>.<n>`. */
export async function createRun(
  store: RunStore,
  { plan, planDigest, lines }: Pick<RunnablePlan, 'plan' | 'planDigest' | 'lines'>,
  now: number,
): Promise<string> {
  const { release, version, project } = plan.header;
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
