import { describe, expect, test } from 'vitest';
import { entryAt, entryOf, keySpanAt, nodeAt, pathFromPointer, toJson, valueSpanAt } from '../../src/yaml/access.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { YamlMap } from '../../src/yaml/tree.ts';

const text = 'a:\n  b/c: [x, {d: y}]\n  e:\n__proto__: {toString: 1}\n';

function rootOf(source: string): YamlMap {
  const root = parseYaml('a.yaml', source).documents[0]?.root;
  if (root === undefined) throw new Error('the fixture is not valid');
  return root;
}

const root = rootOf(text);
const under = ({ offset, length }: { offset: number; length: number }) => text.slice(offset, offset + length);

test('toJson makes own properties of every key', () => {
  const data = toJson(root);
  expect(Object.keys(data ?? {})).toEqual(['a', '__proto__']);
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  expect(JSON.stringify(data)).toBe('{"a":{"b/c":["x",{"d":"y"}],"e":null},"__proto__":{"toString":1}}');
});

test('entryOf and nodeAt find what is there and nothing that is only inherited', () => {
  expect(entryOf(root, 'a')?.key).toBe('a');
  expect(entryOf(root, 'toString')).toBeUndefined();
  expect(nodeAt(root, ['a', 'b/c', 1, 'd'])).toMatchObject({ value: 'y' });
  expect(nodeAt(root, ['a', 'b/c', '0'])).toMatchObject({ value: 'x' });
  for (const path of [['constructor'], ['a', 'b/c', 2], ['a', 'b/c', 'length'], ['a', 'e', 'f']]) {
    expect(nodeAt(root, path)).toBeUndefined();
  }
  expect(nodeAt(root, [])).toBe(root);
  expect(entryAt(root, ['a', 'b/c'])?.keyStart).toBe(text.indexOf('b/c'));
  expect(entryAt(root, ['a', 'b/c', 0])).toBeUndefined();
});

test('pointers become paths', () => {
  expect(pathFromPointer('')).toEqual([]);
  expect(pathFromPointer('/a/b~1c/0/~01')).toEqual(['a', 'b/c', '0', '~1']);
});

describe('spans for schema errors', () => {
  test('of a value, or of the nearest place above that exists', () => {
    expect(under(valueSpanAt('a.yaml', root, pathFromPointer('/a/b~1c/1/d')))).toBe('y');
    expect(under(valueSpanAt('a.yaml', root, ['a', 'b/c', 1, 'missing', 'deep']))).toBe('{d: y}');
    expect(under(valueSpanAt('a.yaml', root, ['missing']))).toBe(text.trimEnd());
  });

  test('of an empty value: its key', () => {
    expect(under(valueSpanAt('a.yaml', root, ['a', 'e']))).toBe('e');
  });

  test('of a key, or of an item', () => {
    expect(under(keySpanAt('a.yaml', root, ['a', 'b/c']))).toBe('b/c');
    expect(under(keySpanAt('a.yaml', root, ['a', 'b/c', 1]))).toBe('{d: y}');
    expect(under(keySpanAt('a.yaml', root, []))).toBe(text.trimEnd());
  });
});
