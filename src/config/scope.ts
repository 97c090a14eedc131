import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';

/** Scope dimensions, strongest first. The order is the precedence of language.md part 4. */
export const scopeDimensions = [
  'step',
  'target',
  'role',
  'tenant',
  'tag',
  'environment',
  'channel',
  'project',
] as const;
export type ScopeDimension = (typeof scopeDimensions)[number];

/** Inside a dimension any value matches; across dimensions all must; `not` excludes what it matches. */
export type Scope = { readonly [D in ScopeDimension]?: readonly string[] } & { readonly not?: Scope };

/** Where a secret is read at the moment a step needs it. `ref` may be a template. */
export interface SecretReference {
  readonly source: 'env' | 'file' | 'ssm' | 'sops' | 'site';
  readonly ref: string;
}

export type CandidateValue =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'secret'; readonly secret: SecretReference };

/** Where a candidate comes from; decides nothing but the layer it is compared in, and what `explain` prints. */
export type CandidateOrigin =
  | { readonly kind: 'input-default'; readonly project: string }
  | { readonly kind: 'set'; readonly set: string }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'tenant'; readonly tenant: string }
  | { readonly kind: 'release'; readonly release: string }
  | { readonly kind: 'chain'; readonly step: string }
  | { readonly kind: 'command-line' };

/** One possible value of a variable. `scope` already holds what the place of writing adds (tenant, project). */
export interface Candidate {
  readonly name: string;
  readonly value: CandidateValue;
  readonly scope: Scope;
  readonly origin: CandidateOrigin;
  readonly span: Span;
}

/** A union of parts: a tenant is chosen when any part chooses it. */
export interface TenantSelector {
  readonly parts: readonly TenantSelectorPart[];
  readonly allowEmpty: boolean;
  readonly span: Span;
}

export type TenantSelectorPart =
  | { readonly kind: 'all' }
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly not?: TenantSelector; readonly span: Span }
  /** OR inside one tag set, AND across sets. */
  | { readonly kind: 'tags'; readonly tags: readonly string[]; readonly not?: TenantSelector; readonly span: Span }
  | { readonly kind: 'not'; readonly not: TenantSelector; readonly span: Span };
