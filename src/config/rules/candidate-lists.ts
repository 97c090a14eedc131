import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import type { Decoded } from '../decoded.ts';
import type { Candidate } from '../scope.ts';

/**
 * What the rules say that look at these lists, which is about a document by itself, so that it is found right once and for
 * all; and what is said about one that they did not look at, because another has its id.
 */
export const candidateCodes: ReadonlySet<DiagnosticCode> = new Set(['REL1221', 'REL1222', 'REL1201']);

/** The candidates written anywhere, list by list, but for documents that were found right before. No defaults of inputs. */
export function candidateLists({ workspace, vouched }: Decoded): readonly (readonly Candidate[])[] {
  const { variableSets, projects, releases } = workspace;
  const tenants = [...workspace.tenants.values()].filter((tenant) => !vouched.has(tenant));
  const overrides = [...releases.values()].flatMap((release) => release.overrides);
  const places = [variableSets, [...projects.values()], tenants, [...releases.values()], overrides];
  return places.flatMap((owners) => owners.map((owner) => owner.variables));
}
