import type { Declaration } from '../reference.ts';
import type { Report, Rule } from './rule.ts';

/** Every tenant, variable set, project and release has an id of its own. Ids become file names, so case is no difference. */
export const duplicateIds: Rule = ({ declarations }, report) => {
  const first = new Map<string, Declaration>();
  for (const declared of declarations) {
    if (declared.id === '' || declared.kind === 'workspace') continue;
    const key = `${declared.kind}\n${declared.id.toLowerCase()}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, declared);
    else reportDuplicate(declared, other, report);
  }
};

function reportDuplicate(declared: Declaration, other: Declaration, report: Report): void {
  const equal = declared.id === other.id;
  const kind = declared.kind === 'variables' ? 'variable set' : declared.kind;
  report({
    code: equal ? 'REL1201' : 'REL1202',
    severity: 'error',
    summary: equal
      ? `There are two ${kind}s "${declared.id}"`
      : `The ids "${other.id}" and "${declared.id}" of two ${kind}s differ only by case`,
    hint: 'give one of them another id, or delete it',
    span: declared.span,
    related: [{ message: `"${other.id}" is declared here`, span: other.span }],
  });
}
