import type { Span } from '../diagnostics/span.ts';
import type { DocumentKind } from './schema/kind.ts';

/** What a written name can stand for, in the words people read. */
export type ReferenceKind =
  | 'environment'
  | 'tag'
  | 'tenant'
  | 'project'
  | 'channel'
  | 'step'
  | 'target'
  | 'role'
  | 'lifecycle'
  | 'feed'
  | 'shared target';

/** A name somebody wrote for a thing that is declared elsewhere, collected while decoding. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
  readonly span: Span;
  /** The project whose steps or channels are meant; absent means those of any project. */
  readonly project?: string;
  /** Where the name stands, such as "the scope"; ends the sentence "named in …". */
  readonly inside: string;
}

/** A path somebody wrote that must stay inside the workspace. */
export interface PathUse {
  readonly path: string;
  readonly purpose: string;
  readonly span: Span;
}

/** The kinds of documents that make up the model; a lock is read when it is needed. */
export type ConfigKind = Exclude<DocumentKind, 'lock'>;

/** The identity a document declares. */
export interface Declaration {
  readonly kind: ConfigKind;
  readonly id: string;
  readonly span: Span;
  /** False when the document failed its shape check: it is no part of the model, but its name is known. */
  readonly decoded: boolean;
}
