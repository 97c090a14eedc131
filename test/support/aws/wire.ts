/** The query protocol of RDS and STS: forms in, XML out. */

type Tree = { [key: string]: Tree | string };
type Decoded = string | boolean | readonly Decoded[] | { readonly [key: string]: Decoded };

/** `Tags.Tag.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`. */
export function decodeForm(body: string): { readonly [key: string]: unknown } {
  const root: Tree = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split('.');
    let place = root;
    for (const part of path.slice(0, -1)) {
      const next = place[part];
      if (typeof next === 'object') place = next;
      else {
        const made: Tree = {};
        place[part] = made;
        place = made;
      }
    }
    place[path.at(-1) ?? ''] = value;
  }
  return decodeTree(root) as { readonly [key: string]: unknown };
}

function decodeTree(tree: Tree | string): Decoded {
  if (typeof tree === 'string') return tree === 'true' ? true : tree === 'false' ? false : tree;
  const list = listIn(tree);
  if (list !== undefined) return list.map(decodeTree);
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, decodeTree(value)]));
}

/** A list is one member name with numbers under it. */
function listIn(tree: Tree): readonly (Tree | string)[] | undefined {
  const [only, ...others] = Object.values(tree);
  if (others.length > 0 || typeof only !== 'object') return undefined;
  const keys = Object.keys(only);
  if (keys.length === 0 || !keys.every((key) => /^\d+$/.test(key))) return undefined;
  return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => only[key] ?? '');
}

/** Names of list members that are not the name of the list without its last letter. */
const members: { readonly [list: string]: string } = {
  TagList: 'Tag',
  VpcSecurityGroups: 'VpcSecurityGroupMembership',
  DBClusterMembers: 'DBClusterMember',
  AccountQuotas: 'AccountQuota',
  AttributeValues: 'AttributeValue',
  DBSnapshotAttributes: 'DBSnapshotAttribute',
  DBClusterSnapshotAttributes: 'DBClusterSnapshotAttribute',
};

export function encodeXml(operation: string, output: object): string {
  return (
    `<${operation}Response><${operation}Result>${xmlOf(output)}</${operation}Result>` +
    `<ResponseMetadata><RequestId>request</RequestId></ResponseMetadata></${operation}Response>`
  );
}

export function encodeXmlFault(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>request</RequestId></ErrorResponse>`;
}

function xmlOf(value: object): string {
  return Object.entries(value)
    .map(([key, item]) => elementOf(key, item))
    .join('');
}

function elementOf(key: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const member = members[key] ?? key.replace(/s$/, '');
    return `<${key}>${value.map((item) => elementOf(member, item)).join('')}</${key}>`;
  }
  if (value instanceof Date) return `<${key}>${value.toISOString()}</${key}>`;
  return `<${key}>${typeof value === 'object' ? xmlOf(value) : escapeXml(String(value))}</${key}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
