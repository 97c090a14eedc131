import type { Candidate } from '../config/scope.ts';
import { valueReferences } from '../template/value-templates.ts';
import type { Explanation } from './explain.ts';

/** A name that a value refers to, and what that is made of in turn. */
export type TraceStep =
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly explanation: Explanation;
      readonly uses: readonly TraceStep[];
      /** It was followed before, on the way here: a circle. */
      readonly circle: boolean;
    }
  /** `tenant.id`, `environment` and the like, which no variable can be. */
  | { readonly kind: 'root'; readonly path: string }
  | { readonly kind: 'unknown'; readonly path: string };

export interface TraceNames {
  /** All names of variables that have a candidate. */
  readonly names: ReadonlySet<string>;
  readonly explain: (name: string) => Explanation;
  readonly isRoot: (path: readonly string[]) => boolean;
}

/** Follows the references of a value to their ends: through templates, in the order in which they are written. */
export function traceCandidate(candidate: Candidate, names: TraceNames): readonly TraceStep[] {
  return follow(candidate, names, [candidate.name]);
}

function follow({ value }: Candidate, names: TraceNames, way: readonly string[]): readonly TraceStep[] {
  const written = value.kind === 'secret' ? value.secret.ref : value.value;
  const paths = new Map(valueReferences(written).references.map(({ reference: { path } }) => [path.join('.'), path]));
  return [...paths.values()].flatMap((path) => stepsOf(path, names, way));
}

function stepsOf(path: readonly string[], names: TraceNames, way: readonly string[]): readonly TraceStep[] {
  const text = path.join('.');
  if (names.isRoot(path)) return [{ kind: 'root', path: text }];
  const found = variablesAt(path, names.names);
  if (found.length === 0) return [{ kind: 'unknown', path: text }];
  return found.map((name): TraceStep => {
    const explanation = names.explain(name);
    const circle = way.includes(name);
    const { winner } = explanation;
    const uses = circle || winner === undefined ? [] : follow(winner, names, [...way, name]);
    return { kind: 'variable', name, explanation, uses, circle };
  });
}

/** `pas.server` is a variable, a part of the map `pas`, or the start of `pas.server.name`. */
function variablesAt(path: readonly string[], names: ReadonlySet<string>): readonly string[] {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    if (names.has(name)) return [name];
  }
  const prefix = `${path.join('.')}.`;
  return [...names].filter((name) => name.startsWith(prefix)).sort();
}
