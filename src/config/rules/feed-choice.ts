import { isWhole } from './known-names.ts';
import type { Rule } from './rule.ts';

/** A package step that names no feed takes the only feed there is. */
export const feedChoice: Rule = (decoded, report) => {
  const { config, projects } = decoded.workspace;
  if (config.feeds.size === 1 || !isWhole(decoded, 'workspace')) return;
  const names = [...config.feeds.keys()].map((name) => `"${name}"`).join(', ');
  for (const project of projects.values()) {
    for (const { package: wanted, id } of project.steps) {
      if (wanted === undefined || wanted.feed !== undefined) continue;
      report({
        code: 'REL1224',
        severity: 'error',
        summary: `The package of step "${id}" names no feed, and the workspace has ${config.feeds.size === 0 ? 'none' : 'several'}`,
        hint: names === '' ? 'add a feed to `feeds` in release.config.yaml' : `add \`feed\`, one of ${names}`,
        span: wanted.span,
      });
    }
  }
};
