import type { Span } from '../../diagnostics/span.ts';
import { isRootName } from '../../template/roots.ts';
import { candidateLists } from './candidate-lists.ts';
import type { Report, Rule } from './rule.ts';

/** No variable and no input begins with a name that means something else in a template. */
export const reservedNames: Rule = (decoded, report) => {
  for (const candidates of candidateLists(decoded))
    for (const { name, span } of candidates) checkName(name, span, report);
  for (const project of decoded.workspace.projects.values())
    for (const { name, span } of project.inputs) checkName(name, span, report);
};

function checkName(name: string, span: Span, report: Report): void {
  const dot = name.indexOf('.');
  const root = dot < 0 ? name : name.slice(0, dot);
  // Conditions reach variables through `vars`, so that name is taken as well.
  if (!isRootName(root) && root !== 'vars') return;
  report({
    code: 'REL1221',
    severity: 'error',
    summary: `A variable cannot be named "${name}", because {{${root}}} means something else`,
    hint: `choose another first part, such as \`my${root[0]?.toUpperCase()}${root.slice(1)}\``,
    span,
  });
}
