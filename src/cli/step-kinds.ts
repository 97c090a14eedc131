import type { TextLookup } from '../diagnostics/sources.ts';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import { builtInStepKinds, catalogOf, type StepKinds } from '../steps/index.ts';
import { loadStepKinds, type ModuleName } from '../steps/own-kinds.ts';
import { type Failure, failures } from './failure.ts';

export interface OpenedKinds {
  readonly kind: 'opened';
  readonly kinds: StepKinds;
  readonly catalog: StepKindCatalog;
}

/** Built-in step kinds and those of the modules that a workspace or plan lists. */
export async function openKinds(
  root: string,
  modules: readonly ModuleName[],
  sources?: TextLookup,
): Promise<OpenedKinds | Failure> {
  const { kinds, diagnostics } = await loadStepKinds(builtInStepKinds, modules, root, (url) => import(url));
  if (diagnostics.length > 0) return failures(diagnostics, sources);
  return { kind: 'opened', kinds, catalog: catalogOf(kinds) };
}
