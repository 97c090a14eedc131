import { expandValues } from '../template/expand.ts';
import type { RawValue, VariableSource } from '../template/expand-types.ts';
import { isRootName } from '../template/roots.ts';
import type { TemplateScope } from '../template/scope.ts';
import type { PlanValue, PlanValues } from './model.ts';
import { type NodeNames, rootScope } from './node-scope.ts';

/** Turns a stored value into one that templates can use. A run reads secrets here; a plan cannot. */
export type ReadValue = (name: string, value: PlanValue) => RawValue | undefined;

/** A secret that nobody has read. */
export const readForPlan: ReadValue = (_name, value) => {
  if ('value' in value) return { kind: 'plain', value: value.value, final: true };
  if ('template' in value) return { kind: 'plain', value: value.template };
  return 'secret' in value ? { kind: 'secret' } : undefined;
};

/** Everything a template of a node may name: the engine's own names, and the deployment's values as seen there. */
export function nodeScope(
  names: NodeNames,
  values: PlanValues,
  overrides: PlanValues | undefined,
  read: ReadValue,
): TemplateScope {
  const planned = (name: string): PlanValue | undefined => {
    if (overrides !== undefined && Object.hasOwn(overrides, name)) return overrides[name];
    return Object.hasOwn(values, name) ? values[name] : undefined;
  };
  const source: VariableSource = {
    find: (name: string) => {
      const value = planned(name);
      return value === undefined ? undefined : read(name, value);
    },
    namesUnder: (prefix: string) => namesUnder(prefix, values, overrides),
  };
  const roots = rootScope(names);
  const { scope } = expandValues(source, roots);
  return {
    get: (path) => {
      // Most values are plain by now, and need nothing worked out.
      const value = planned(path.join('.'));
      if (value === undefined || !('value' in value) || isRootName(path[0] ?? '')) return scope.get(path);
      return { found: true, value: value.value, consumed: path.length };
    },
  };
}

function namesUnder(prefix: string, values: PlanValues, overrides: PlanValues | undefined): readonly string[] {
  const names = new Set([...Object.keys(values), ...Object.keys(overrides ?? {})]);
  return [...names].filter((name) => {
    if (prefix !== '' && !name.startsWith(`${prefix}.`)) return false;
    const override = overrides !== undefined && Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    return override === undefined || !('none' in override);
  });
}
