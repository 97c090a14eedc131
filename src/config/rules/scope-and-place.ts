import type { Candidate } from '../scope.ts';
import { allCandidates } from './all-candidates.ts';
import type { Rule } from './rule.ts';

/** A scope cannot name another tenant or project than the one whose file it is written in. */
export const scopeAndPlace: Rule = ({ workspace }, report) => {
  for (const candidate of allCandidates(workspace)) {
    const home = homeOf(candidate);
    if (home === undefined || candidate.scope[home.kind]?.length !== 0) continue;
    report({
      code: 'REL1222',
      severity: 'error',
      summary: `This value of "${candidate.name}" is for other ${home.kind}s only, but stands in the file of "${home.id}"`,
      hint: `remove \`${home.kind}\` from its scope, or move the value to a file under variables/`,
      span: candidate.span,
    });
  }
};

function homeOf({ origin }: Candidate): { readonly kind: 'tenant' | 'project'; readonly id: string } | undefined {
  if (origin.kind === 'tenant') return { kind: 'tenant', id: origin.tenant };
  return origin.kind === 'project' ? { kind: 'project', id: origin.project } : undefined;
}
