const maximumLength = 46;

/**
 * What is wrong with a namespace, for the strictest of its consumers; undefined when nothing is. Names of databases are
 * made as `<namespace>-<timestamp>`, with 63 characters at most, letters first and no two hyphens in a row (RDS); names
 * of parameters must not begin with `aws` or `ssm` (SSM).
 */
export function namespaceProblem(namespace: string): string | undefined {
  if (namespace === '') return 'it is empty';
  if (namespace.length > maximumLength)
    return `it has ${namespace.length} characters, and ${maximumLength} are allowed`;
  if (!/^[a-z0-9-]+$/.test(namespace)) return 'only lower-case letters, digits and hyphens are allowed';
  if (!/^[a-z]/.test(namespace)) return 'it must start with a letter';
  if (namespace.includes('--')) return 'it has two hyphens in a row';
  if (namespace.endsWith('-')) return 'it ends with a hyphen';
  return /^(?:aws|ssm)/.test(namespace) ? `it must not start with ${namespace.slice(0, 3)}` : undefined;
}
