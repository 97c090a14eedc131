const compiled = new Map<string, RegExp>();

/** True when an id is the pattern, or fits a pattern in which `*` stands for any characters. Letter case counts. */
export function matchesPattern(pattern: string, id: string): boolean {
  if (!isPattern(pattern)) return pattern === id;
  const known = compiled.get(pattern);
  if (known !== undefined) return known.test(id);
  const expression = new RegExp(`^${pattern.split(/\*+/).map(escapeExpression).join('.*')}$`, 's');
  compiled.set(pattern, expression);
  return expression.test(id);
}

function isPattern(text: string): boolean {
  return text.includes('*');
}

/** Higher is more specific: an exact id, then the pattern with more characters that are not `*`. */
export function patternStrength(pattern: string): number {
  return isPattern(pattern) ? pattern.replaceAll('*', '').length : Number.MAX_SAFE_INTEGER;
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
