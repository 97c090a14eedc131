import type { Span } from '../../diagnostics/span.ts';
import { candidateLists } from './candidate-lists.ts';
import type { Report, Rule } from './rule.ts';

/** The roots of templates and conditions that no variable may shadow (language.md part 5). */
export const reservedRoots: ReadonlySet<string> = new Set([
  'tenant',
  'environment',
  'project',
  'release',
  'channel',
  'step',
  'target',
  'package',
  'packages',
  'namespace',
  'run',
  'steps',
  'timestamp',
  'vars',
]);

/** No variable and no input begins with a name that means something else in a template. */
export const reservedNames: Rule = ({ workspace }, report) => {
  for (const candidates of candidateLists(workspace))
    for (const { name, span } of candidates) checkName(name, span, report);
  for (const project of workspace.projects.values())
    for (const { name, span } of project.inputs) checkName(name, span, report);
};

function checkName(name: string, span: Span, report: Report): void {
  const dot = name.indexOf('.');
  const root = dot < 0 ? name : name.slice(0, dot);
  if (!reservedRoots.has(root)) return;
  report({
    code: 'REL1221',
    severity: 'error',
    summary: `A variable cannot be named "${name}", because {{${root}}} means something else`,
    hint: `choose another first part, such as \`my${root[0]?.toUpperCase()}${root.slice(1)}\``,
    span,
  });
}
