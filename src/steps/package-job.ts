import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isArchiveRefusal } from '../feeds/extract-refusal.ts';
import { versionFolderName } from '../targets/package-names.ts';
import type { InstallRequest, PackagePlace } from '../targets/package-store.ts';
import type { StepContext, StepPackage } from './kind.ts';
import { textsInput } from './read-inputs.ts';
import { substitute } from './substitute.ts';

/** What an attempt to deploy a package is about, worked out the same way however often it is taken up again. */
export interface PackageJob {
  readonly request: InstallRequest;
  /** The versioned folder. */
  readonly name: string;
  readonly package: StepPackage;
  /** Looks at why the package is refused: an archive that nobody may unpack is not kept. */
  readonly dropHostile: (diagnostics: readonly Diagnostic[]) => Promise<void>;
}

export type JobResult =
  | { readonly ok: true; readonly job: PackageJob }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Tenants cannot be called this. */
const untenanted = '@untenanted';

export function placeOf({ facts, package: used }: StepContext): PackagePlace {
  if (used === undefined) throw new Error('bug: a package step without a package');
  return { tenant: facts.tenant ?? untenanted, environment: facts.environment, packageId: used.id };
}

/** Gets the package and fills in its files. Nothing on the target changes. */
export async function prepareJob(context: StepContext, signal: AbortSignal): Promise<JobResult> {
  const { package: used } = context;
  if (used === undefined) throw new Error('bug: a package step without a package');
  const file = await used.file(signal);
  if (!file.ok) return { ok: false, diagnostics: [file.diagnostic] };
  const { version, sha256 } = used;
  const dropHostile = async (diagnostics: readonly Diagnostic[]): Promise<void> => {
    if (diagnostics.some(isArchiveRefusal)) await file.forget();
  };
  const filled = await substitute(
    context,
    { path: file.path, sha256, label: `${used.id} ${version}` },
    textsInput(context.inputs, 'substitute'),
  );
  if (!filled.ok) {
    await dropHostile(filled.diagnostics);
    return filled;
  }
  const request: InstallRequest = {
    place: placeOf(context),
    version,
    sha256,
    archiveFile: file.path,
    edits: filled.edits,
    ...(filled.revision !== undefined && { revision: filled.revision }),
  };
  return { ok: true, job: { request, name: versionFolderName(request), package: used, dropHostile } };
}
