import type { Json } from '../util/json.ts';
import { maximumSteps } from './limits.ts';
import type { RenderFault, RenderPlace, RenderProblem } from './problem.ts';
import type { TemplateScope } from './scope.ts';

/** What one turn of a loop, or a `with`, puts on the stack. */
export interface Frame {
  readonly value: Json;
  readonly key: string | number;
  readonly index: number;
  readonly last: boolean;
}

/** What it takes to read names: all the state that a template without blocks and helpers needs. */
export interface ReadState {
  readonly text: string;
  readonly scope: TemplateScope;
  /** Set as soon as anything secret is read, also where it only decides which text is taken. */
  secret: boolean;
}

/** The state of one render. It lives for one call and is never shared. */
export interface RenderState extends ReadState {
  readonly frames: Frame[];
  readonly output: string[];
  stepsLeft: number;
  size: number;
}

export function newState(text: string, scope: TemplateScope): RenderState {
  return { text, scope, frames: [], secret: false, stepsLeft: maximumSteps, output: [], size: 0 };
}

export interface Failure {
  readonly ok: false;
  readonly problem: RenderProblem;
}

export type Placed = Pick<RenderPlace, 'offset' | 'length'>;

export function fail(text: string, place: Placed, fault: RenderFault): Failure {
  const name = text.slice(place.offset, place.offset + place.length);
  return { ok: false, problem: { ...fault, name, offset: place.offset, length: place.length } };
}
