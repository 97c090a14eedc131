/** What one file may ask of us. Chosen far above anything people write by hand and far below what hurts. */
export const limits = {
  /** Levels of maps and lists inside each other. */
  depth: 100,
  /** Nodes that aliases and merges may add to what is written, per file. */
  expandedNodes: 100_000,
  /** Syntax errors told per file: the ones after are nearly always echoes. */
  syntaxErrors: 5,
} as const;
