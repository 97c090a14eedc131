import type { CompiledStep } from './compiled-step.ts';

/**
 * Which variables the steps can ask for, so that a plan carries those and no others: fewer secrets, smaller plans. A
 * path may name a variable, a group of variables (`pas` for `pas.server`), or a part inside one's value.
 */
export function nameFilter(steps: readonly CompiledStep[]): (name: string) => boolean {
  if (steps.some((step) => step.kind.usesAllValues(step.with))) return () => true;
  return pathFilter(new Set(steps.flatMap(pathsOf)));
}

/** Whether any of some paths asks for a name. */
export function pathFilter(paths: ReadonlySet<string>): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? isUsed(name, paths);
    known.set(name, answer);
    return answer;
  };
}

function isUsed(name: string, paths: ReadonlySet<string>): boolean {
  if (paths.has(name)) return true;
  for (const path of paths) if (path.startsWith(`${name}.`) || name.startsWith(`${path}.`)) return true;
  return false;
}

function pathsOf(step: CompiledStep): readonly string[] {
  const texts = [...step.inputs.texts, step.packageId, step.packageVersion].flatMap(
    (text) => text?.template.references ?? [],
  );
  const condition = (step.when?.condition.references ?? []).map(({ path }) => path.slice(1));
  return [...texts.map(({ path }) => path), ...condition].map((path) => path.join('.'));
}
