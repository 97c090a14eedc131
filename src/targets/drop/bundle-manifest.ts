import type { Bundle, BundleStep } from '../bundle.ts';
import { placeFolder, versionFolderName } from '../package-names.ts';
import { versionOrder } from './version-order.ts';

export interface ManifestParts {
  readonly sites: readonly string[];
  /** How secrets were encrypted. */
  readonly sealed: readonly string[];
  /** By path: sha256. */
  readonly digests: ReadonlyMap<string, string>;
  /** By number of the step: the path of its archive. */
  readonly archives: ReadonlyMap<number, string>;
}

/** Lines of words, which every shell can read. What they hold was checked by the schema: names, digits, paths. */
export function manifestText(bundle: Bundle, { sites, sealed, digests, archives }: ManifestParts): string {
  const lines = [
    'release-bundle 1',
    `id ${bundle.id}`,
    `run ${bundle.run}`,
    `release ${bundle.release}`,
    `project ${bundle.project}`,
    `version ${bundle.version}`,
    `order ${versionOrder(bundle.version)}`,
    `tenant ${bundle.tenant}`,
    `environment ${bundle.environment}`,
    `target ${bundle.target}`,
    `after ${bundle.after ?? '-'}`,
    `failed ${bundle.failed ? 1 : 0}`,
    ...sealed,
    ...sites.map((name, index) => `site ${index + 1} ${name}`),
    ...bundle.steps.flatMap((step, index) => stepLines(step, index + 1, archives.get(index + 1))),
    ...[...digests].sort(byName).map(([path, digest]) => `file ${digest} ${path}`),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(step: BundleStep, number: number, archive: string | undefined): readonly string[] {
  const { action, run, attempts, backoffSeconds, idempotent, path } = step;
  const shell = action.kind === 'script' ? action.interpreter : '-';
  const words = [action.kind, shell, run, attempts, Math.ceil(backoffSeconds), idempotent ? 1 : 0, path];
  const outputs = action.outputs.map((name) => `output ${number} ${name}`);
  const first = `step ${number} ${words.join(' ')}`;
  if (action.kind === 'script' || archive === undefined) return [first, ...outputs];
  const folder = `applications/${placeFolder(action.request.place)}`;
  return [
    first,
    `package ${number} ${archive} ${folder} ${versionFolderName(action.request)} ${action.keep}`,
    ...outputs,
  ];
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}
