import type { Expression } from './ast.ts';
import type { Place } from './lower-path.ts';
import { offsetOf } from './parse.ts';
import type { SyntaxProblem } from './problem.ts';
import type { Reference } from './scope.ts';

/** What is collected while a parsed template is turned into one that can run. */
export interface Lowering {
  readonly text: string;
  readonly allowShellQuote: boolean;
  readonly references: Reference[];
  readonly problems: SyntaxProblem[];
}

export function placeOf(lowering: Lowering, node: hbs.AST.Node): Place {
  const offset = offsetOf(lowering.text, node.loc.start.line, node.loc.start.column);
  const end = offsetOf(lowering.text, node.loc.end.line, node.loc.end.column);
  return { offset, length: end - offset };
}

/** Notes a mistake and gives an expression to stand in its place, so that the rest is looked at too. */
export function reject(lowering: Lowering, place: Place, problem: Omit<SyntaxProblem, keyof Place>): Expression {
  lowering.problems.push({ ...problem, offset: place.offset, length: place.length });
  return { kind: 'literal', value: '', ...place };
}
