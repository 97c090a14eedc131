import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Grouping, groupFindings } from './group-findings.ts';
import type { LaneContext } from './match-scope.ts';
import { placeKey } from './place-key.ts';
import type { Tie } from './resolve-variables.ts';

export interface TieFinding {
  readonly tie: Tie;
  readonly context: LaneContext;
}

/** One error for each pair of places, however many deployments it concerns. */
export function tieDiagnostics(findings: Iterable<TieFinding>): readonly Diagnostic[] {
  const keyOf = ({ tie }: TieFinding): string => `${tie.name}\n${placeKey(tie.first)}\n${placeKey(tie.second)}`;
  return groupFindings(findings, keyOf, ({ context }) => context).map(tieDiagnostic);
}

function tieDiagnostic({ first: { tie }, concerns }: Grouping<TieFinding>): Diagnostic {
  return {
    code: 'REL1301',
    severity: 'error',
    summary: `Two values of "${tie.name}" are equally specific${concerns === '' ? '' : ` for ${concerns}`}`,
    detail: 'Nothing says which of them is meant, and the order of files never decides.',
    hint: 'remove one of them, or scope one of them to what only it is for',
    span: tie.second.span,
    related: [{ message: `the other value, ${whereFrom(tie.first)}`, span: tie.first.span }],
  };
}

/** Where a candidate is written, in words. */
export function whereFrom({ origin }: Candidate): string {
  switch (origin.kind) {
    case 'input-default':
      return `the default of an input of project ${origin.project}`;
    case 'set':
      return `in variable set ${origin.set}`;
    case 'project':
      return `in project ${origin.project}`;
    case 'tenant':
      return `in tenant ${origin.tenant}`;
    case 'release':
      return `in release ${origin.release}`;
    case 'chain':
      return `in chain step ${origin.step}`;
    case 'command-line':
      return 'on the command line';
    default:
      return origin satisfies never;
  }
}
