import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { agentTargets } from './agent/agent-targets.ts';
import { dropTargets } from './drop/drop-targets.ts';
import { localTargets } from './local/local-targets.ts';
import { sshTargets } from './ssh/ssh-targets.ts';
import type { Target } from './target.ts';
import type { TargetContext, TargetMaker } from './target-maker.ts';

/** Every type of target there is: a new one is one file and one line here. */
const types: { readonly [type: string]: (context: TargetContext) => TargetMaker } = {
  local: localTargets,
  agent: agentTargets,
  drop: dropTargets,
  ssh: (context) => sshTargets(context),
};

export function isTarget(made: Target | Diagnostic): made is Target {
  return 'start' in made;
}

/** All targets of one process. A step without a target runs where `release` runs, which is `local`. */
export function createTargets(context: TargetContext): TargetMaker {
  const makers = new Map<string, TargetMaker>();
  const makerOf = (type: string): TargetMaker | undefined => {
    const known = makers.get(type);
    if (known !== undefined) return known;
    const maker = Object.hasOwn(types, type) ? types[type]?.(context) : undefined;
    if (maker !== undefined) makers.set(type, maker);
    return maker;
  };
  return {
    make: (target) => {
      const type = target?.type ?? 'local';
      return makerOf(type)?.make(target) ?? unknownType(target?.id ?? '', type);
    },
    close: () => {
      for (const maker of makers.values()) maker.close();
    },
  };
}

function unknownType(id: string, type: string): Diagnostic {
  return {
    code: 'REL2130',
    severity: 'error',
    summary: `Steps cannot run on the target ${id}: there are no targets of the type ${JSON.stringify(type)} here`,
    hint: `use one of: ${Object.keys(types).join(', ')}`,
  };
}
