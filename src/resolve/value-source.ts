import type { RawValue, VariableSource } from '../template/expand-types.ts';
import type { Resolved } from './contest.ts';

/** The winners that references between values are looked up in. */
export interface Winners {
  readonly get: (name: string) => Resolved | undefined;
  readonly names: () => readonly string[];
  /** A name that has no value here, and may have one in some steps. */
  readonly mayAppear: (name: string) => boolean;
}

/** Stands for a value that only a step has: like anything about a step, it is known when the step is. */
const knownInSteps: RawValue = { kind: 'plain', value: '{{step.id}}' };
const secret: RawValue = { kind: 'secret' };

/** Winners as the template engine asks for them: values with templates and all. */
export function valueSource(winners: Winners): VariableSource {
  return {
    find: (name) => {
      const winner = winners.get(name);
      return winner === undefined ? missing(winners, name) : rawValue(winner);
    },
    namesUnder: (prefix) => winners.names().filter((name) => prefix === '' || name.startsWith(`${prefix}.`)),
  };
}

function missing(winners: Winners, name: string): RawValue | undefined {
  return winners.mayAppear(name) ? knownInSteps : undefined;
}

function rawValue({ candidate: { value, span } }: Resolved): RawValue {
  return value.kind === 'secret' ? secret : { kind: 'plain', value: value.value, span };
}
