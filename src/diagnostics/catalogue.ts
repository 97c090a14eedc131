/**
 * Every diagnostic code there is, with the mistake it stands for. Codes are a stable interface: never reuse a number.
 *
 * 10xx YAML text · 11xx shape of a document · 12xx across documents · 13xx variables · 14xx templates and conditions
 * 15xx packages and feeds · 16xx plan · 17xx lock · 20xx run and state · 21xx steps and targets · 30xx command line
 */
export const catalogue = {
  REL1001: 'The file is not valid YAML',
  REL1002: 'The file is not UTF-8',
  REL1003: 'The file holds a character that YAML does not allow',
  REL1004: 'The file, or one of its documents, is empty',
  REL1005: 'A document is a list or a single value instead of a map',
  REL1006: 'A key is written twice in one map',
  REL1007: 'A key is not text',
  REL1008: 'A tag is not known',
  REL1009: 'A merge key does not name a map',
  REL1010: 'An alias names no anchor',
  REL1011: 'An anchor contains itself',
  REL1012: 'Aliases expand to too much',
  REL1013: 'Maps and lists are nested too deep',
  REL1014: 'Two keys of one map differ only by case',
  REL1015: 'A key mixes letters of several scripts',
  REL1016: 'An invisible character makes text look different from what it is',
} as const;

export type DiagnosticCode = keyof typeof catalogue;
