import { validators } from '../generated/validators.ts';
import type { DocumentKind } from './kind.ts';

/** The part of a schema that a text about a violation looks into. */
interface ViolatedSchema {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [key: string]: unknown };
  readonly patternErrorMessage?: string;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly enum?: readonly unknown[];
  readonly not?: { readonly required?: readonly string[] };
}

/** What the generated validators report for one failed keyword. */
export interface Violation {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: { readonly [name: string]: unknown };
  readonly parentSchema: ViolatedSchema;
  /** The value; for a rule about the keys of a map, the key. */
  readonly data: unknown;
}

interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly Violation[] | null;
}

/** Every violation of the kind's schema, noise of alternatives included (see collapse.ts). */
export function violationsOf(kind: DocumentKind, data: unknown): readonly Violation[] {
  const validator: Validator = validators[kind];
  return validator(data) ? [] : (validator.errors ?? []);
}
