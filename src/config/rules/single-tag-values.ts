import { placeOfName } from './place-of-name.ts';
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
        span: placeOfName(decoded, 'tag', second, '`tags`', tenant.span),
        related: [
          { message: `"${first}" is written here`, span: placeOfName(decoded, 'tag', first, '`tags`', tenant.span) },
        ],
      });
    }
  }
};
