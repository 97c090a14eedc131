import type { Span } from '../../diagnostics/span.ts';
import type { Decoded } from '../decoded.ts';
import type { Tenant } from '../model.ts';
import type { Rule } from './rule.ts';

/** A tenant carries one value at most of a tag set that says `one: true`. */
export const singleTagValues: Rule = (decoded, report) => {
  const single = [...decoded.workspace.config.tagSets.values()].filter((set) => set.one);
  for (const tenant of decoded.workspace.tenants.values()) {
    for (const { name } of single) {
      const [first, second] = tenant.tags.filter((tag) => tag.startsWith(`${name}/`));
      if (first === undefined || second === undefined) continue;
      report({
        code: 'REL1214',
        severity: 'error',
        summary: `Tenant "${tenant.id}" has two tags of the set "${name}", which allows one`,
        hint: `keep either "${first}" or "${second}", or take \`one: true\` off the tag set`,
        span: placeOfTag(decoded, tenant, second),
        related: [{ message: `"${first}" is written here`, span: placeOfTag(decoded, tenant, first) }],
      });
    }
  }
};

/** A file may hold several tenants, so the tag meant is the first one behind the tenant's id. */
function placeOfTag({ references }: Decoded, { span }: Tenant, tag: string): Span {
  const written = references.filter(
    (other) =>
      other.kind === 'tag' && other.name === tag && other.span.file === span.file && other.inside === 'the tags',
  );
  return written.find((other) => other.span.offset > span.offset)?.span ?? span;
}
