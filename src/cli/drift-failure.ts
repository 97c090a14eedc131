import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Drift } from '../plan/drift.ts';
import { type Failure, failures } from './failure.ts';

/** How many deployments are named before the rest is counted. */
const namedLanes = 5;

/** Says exactly what changed since the lock was written, for whom, and how to take each change. */
export function driftFailure(drift: readonly Drift[], releaseFile: string): Failure {
  return failures(drift.map((one) => driftDiagnostic(one, releaseFile)));
}

function driftDiagnostic(drift: Drift, releaseFile: string): Diagnostic {
  const { lanes, summary } = drift;
  const detail = lanesDetail(lanes);
  return {
    code: 'REL1702',
    severity: 'error',
    summary: `The working tree no longer matches the lock: ${summary}`,
    ...(detail === undefined ? {} : { detail }),
    hint: `take it back, or take it over with release lock ${releaseFile} --update ${takenBy(drift)}`,
  };
}

function lanesDetail(lanes: readonly string[]): string | undefined {
  if (lanes.length === 0) return undefined;
  const more = lanes.length - namedLanes;
  return `for ${lanes.slice(0, namedLanes).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The words after `--update` that take just this change. */
function takenBy({ kind, project, name, lanes }: Drift): string {
  switch (kind) {
    case 'package':
      return `packages ${name ?? '*'}`;
    case 'process':
      return `process ${project ?? ''}`.trim();
    case 'variable': {
      const tenants = new Set(lanes.map((lane) => lane.slice(0, lane.indexOf('@'))));
      const [only] = tenants;
      return tenants.size === 1 && only ? `variables ${only}` : 'variables';
    }
    case 'release':
      return 'all';
    default:
      return kind satisfies never;
  }
}
