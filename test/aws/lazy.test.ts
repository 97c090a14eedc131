import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createAws } from '../../src/aws/aws.ts';
import { importsOf } from '../architecture.ts';

const sources = resolve(import.meta.dirname, '../../src');

/** Every file whose code names the SDK, other than in types that vanish. */
function naming(): readonly string[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => {
      const text = readFileSync(join(sources, path), 'utf8')
        .replace(/import type [^;]*;/g, '')
        .replace(/typeof import\([^)]*\)/g, '');
      return importsOf({ path, text }).some((name) => name.startsWith('@aws-sdk/'));
    });
}

test('the SDK is loaded in two places, and there only when it is needed', () => {
  expect(naming().toSorted()).toEqual(['aws/sdk.ts', 'feeds/s3/sdk.ts']);
  const text = readFileSync(join(sources, 'aws/sdk.ts'), 'utf8');
  expect(text.match(/^import (?!type)[^;]*@aws-sdk/gm)).toBe(null);
});

test('to have AWS at hand asks nobody', () => {
  const asked: string[] = [];
  const environment = new Proxy({}, { get: (_, name) => void asked.push(String(name)) });
  const clock = { now: () => 0, sleepUntil: async () => {} };
  createAws({ environment, clock }).at({ region: 'eu-west-1', assumeRole: 'arn:aws:iam::111122223333:role/r' });
  expect(asked).toEqual([]);
});
