import { workspaceFileName } from '../config/schema/kind.ts';
import { impactOf } from '../plan/impact/impact.ts';
import { affectedIn } from '../plan/impact/narrowed.ts';
import type { Narrowing } from '../plan/narrow.ts';
import type { DiffEnds } from './diff-sides.ts';
import { lockFileOf } from './lock-file.ts';

/** Which deployments are compiled at either end. */
export interface EndNarrowing {
  readonly before: Narrowing;
  readonly after: Narrowing;
}

export const everybody: EndNarrowing = { before: {}, after: {} };

/**
 * Which deployments of a release have to be compiled: of a change in one tenant of a thousand, that one. Everything where
 * that is not certain.
 */
export function narrowingFor({ before, after, files }: Pick<DiffEnds, 'before' | 'after' | 'files'>) {
  const [was, is] = [before.loaded.workspace, after.loaded.workspace];
  const impact = files && impactOf({ workspace: is, before: was, files, configuration: workspaceFileName });
  return (old: string | undefined, file: string | undefined): EndNarrowing | 'same' => {
    const [one, other] = [was.releases.get(old ?? ''), is.releases.get(file ?? '')];
    if (impact === undefined || one === undefined || other === undefined || old !== file) return everybody;
    if (impact.files.has(lockFileOf(other.file))) return everybody;
    const [left, right] = [affectedIn(was, one, impact), affectedIn(is, other, impact)];
    if (left.all || right.all) return everybody;
    if (left.tenants.length === 0 && right.tenants.length === 0) return 'same';
    if (left.tenants.length === 0 || right.tenants.length === 0) return everybody;
    const idsOf = ({ tenants }: typeof left): Narrowing => ({ tenants: tenants.map(({ id }) => id) });
    return { before: idsOf(left), after: idsOf(right) };
  };
}
