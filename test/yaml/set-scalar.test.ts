import { expect, test } from 'vitest';
import { setScalar } from '../../src/yaml/set-scalar.ts';

const text = `# A hospital.
tenant: abbey
targets:
  vm: { type: agent, roles: [client] } # its machine
  other:
    type: agent   # dials out
    roles: [client]   # and nothing else
  third:
    type: agent
    fingerprint: 'old'
  empty: {}
variables: { a: 1 }
`;

const set = (path: readonly string[], value: string, from = text) => {
  const edited = setScalar(from, { key: 'tenant', id: 'abbey' }, path, value);
  return edited.kind === 'edited' ? edited.text : edited.reason;
};

test('a value that is there is replaced, in its quotes', () => {
  expect(set(['targets', 'third', 'fingerprint'], 'new')).toBe(text.replace("'old'", "'new'"));
});

test('a key that is missing comes after the others, in the way of its map', () => {
  expect(set(['targets', 'vm', 'fingerprint'], 'x:1')).toBe(
    text.replace('roles: [client] }', 'roles: [client], fingerprint: "x:1" }'),
  );
  expect(set(['targets', 'other', 'fingerprint'], 'x:1')).toBe(
    text.replace('# and nothing else\n', '# and nothing else\n    fingerprint: "x:1"\n'),
  );
});

test('line ends stay as they are, also without a last one', () => {
  const windows = 'tenant: abbey\r\ntargets:\r\n  vm:\r\n    type: agent';
  expect(set(['targets', 'vm', 'fingerprint'], 'x', windows)).toBe(`${windows}\r\n    fingerprint: "x"`);
});

test('what is no map with a value of its own is left alone', () => {
  expect(set(['targets', 'none', 'fingerprint'], 'x')).toBe('no-scalar');
  expect(set(['targets', 'empty', 'fingerprint'], 'x')).toBe('no-scalar');
  const aliased = 'tenant: abbey\ntargets:\n  a: &vm { type: agent }\n  b: *vm\n';
  expect(set(['targets', 'b', 'fingerprint'], 'x', aliased)).toBe('alias');
});
