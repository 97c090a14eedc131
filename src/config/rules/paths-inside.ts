import type { Rule } from './rule.ts';

/** Paths written in YAML stay inside the workspace, on every operating system and however they are spelled. */
export const pathsInside: Rule = ({ paths }, report) => {
  for (const { path, purpose, span } of paths) {
    const problem = problemOf(path);
    if (problem === undefined) continue;
    report({
      code: 'REL1220',
      severity: 'error',
      summary: `${purpose} ${problem}`,
      hint: 'write a path relative to the workspace, with forward slashes, such as `packages/local`',
      span,
    });
  }
};

const problems: readonly (readonly [RegExp, string])[] = [
  [/\0/, 'holds a NUL character'],
  [/^[A-Za-z]+:\/\//, 'is a URL'],
  [/^[A-Za-z]:/, 'starts with a drive letter'],
  [/\\/, 'has a backslash'],
  [/^\//, 'is absolute'],
  [/^~/, 'starts in a home directory'],
  [/%(?:2e|2f|5c|00)/i, 'hides a dot or slash in percent-encoding'],
  [/(?:^|\/)\.\.(?:\/|$)/, 'leaves the workspace'],
];

/** What is wrong with a path, as the end of a sentence; undefined when it stays inside. */
export function problemOf(path: string): string | undefined {
  return problems.find(([pattern]) => pattern.test(path))?.[1];
}
