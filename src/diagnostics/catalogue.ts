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
  REL1501: 'A version cannot be read',
  REL1502: 'A version range cannot be read',
  REL1503: 'No version in the feed satisfies the range',
  REL1504: 'The feed has no such package',
  REL1505: 'The feed has no such version of the package',
  REL1506: 'The feed cannot be reached',
  REL1507: 'The feed does not let us in',
  REL1508: 'The feed gave an answer that cannot be used',
  REL1509: 'The bytes of a package are not the ones expected',
  REL1510: 'Two files of a feed claim to be the same package version',
  REL1511: 'The type of a feed is not known',
  REL1512: 'A feed is not set up correctly',
  REL1520: 'An archive is damaged or not an archive at all',
  REL1521: 'An entry of an archive would be written outside the folder',
  REL1522: 'The name of an archive entry cannot be a file name',
  REL1523: 'A link in an archive leads outside the folder or to nothing',
  REL1524: 'Entries of an archive get in the way of one another',
  REL1525: 'An archive holds something that is neither file, folder nor link',
  REL1526: 'An archive unpacks to more than the limits allow',
  REL1527: 'Entries of an archive differ only by case',
  REL1528: 'A package says that it is another one',
  REL1529: 'A NuGet package has no readable .nuspec',
  REL1530: 'An archive entry is packed in a way that cannot be read',
} as const;

export type DiagnosticCode = keyof typeof catalogue;
