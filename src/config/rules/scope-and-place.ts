import type { Candidate } from '../scope.ts';
import { candidateLists } from './candidate-lists.ts';
import type { Report, Rule } from './rule.ts';

/** A scope cannot name another tenant or project than the one whose file it is written in. */
export const scopeAndPlace: Rule = (decoded, report) => {
  for (const candidates of candidateLists(decoded)) for (const candidate of candidates) check(candidate, report);
};

function check(candidate: Candidate, report: Report): void {
  const home = homeOf(candidate);
  if (home === undefined || candidate.scope[home.kind]?.length !== 0) return;
  report({
    code: 'REL1222',
    severity: 'error',
    summary: `This value of "${candidate.name}" is for other ${home.kind}s only, but stands in the file of "${home.id}"`,
    hint: `remove \`${home.kind}\` from its scope, or move the value to a file under variables/`,
    span: candidate.span,
  });
}

function homeOf({ origin }: Candidate): { readonly kind: 'tenant' | 'project'; readonly id: string } | undefined {
  if (origin.kind === 'tenant') return { kind: 'tenant', id: origin.tenant };
  return origin.kind === 'project' ? { kind: 'project', id: origin.project } : undefined;
}
