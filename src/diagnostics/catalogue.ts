/**
 * Every diagnostic code there is, with the mistake it stands for. Codes are a stable interface: never reuse a number.
 *
 * 10xx YAML text · 11xx shape of a document · 12xx across documents · 13xx variables · 14xx templates and conditions
 * 15xx packages and feeds · 16xx plan · 17xx lock · 20xx run and state · 21xx steps and targets · 30xx command line
 */
export const catalogue = {
  REL1001: 'The file is not valid YAML',
} as const;

export type DiagnosticCode = keyof typeof catalogue;
