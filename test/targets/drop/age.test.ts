import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { sealToKeys } from '../../../src/targets/drop/seal-age.ts';
import { ageRecipientKey } from '../../../src/util/age-recipient.ts';
import { isThere, Place, scriptOf, shells, step } from './place.ts';

vi.setConfig({ testTimeout: 60_000 });

/* Identities for these tests alone, made with age-keygen. */
const identity = 'AGE-SECRET-KEY-1F2G0R8ME264UXA0HGPPFYMT0KVQE9AWLZAUJ2QDSX0Y4HKUKHFHQLD6KJK';
const recipient = 'age1ty723kjwta7x4t3fpvh5d9h9hx9hsglk4uxyt45mjmed0zxktgrsqs67z6';
const otherRecipient = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj';
const canary = `s3cret'"$(x) canary`;
const hasAge = isThere(['age']);

const folder = mkdtempSync(join(tmpdir(), 'age-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const identityFile = join(folder, 'identity');
writeFileSync(identityFile, `# public key: ${recipient}\n${identity}\n`, { mode: 0o400 });

const keyOf = (text: string): Uint8Array => {
  const key = ageRecipientKey(text);
  if (key === undefined) throw new Error(`no recipient: ${text}`);
  return key;
};
const seal = (text: string, recipients = [recipient], seed = 'seed'): Buffer => {
  const sealed = sealToKeys(text, recipients.map(keyOf), Buffer.from(seed));
  if (sealed === undefined) throw new Error('not sealed');
  return sealed;
};

describe('a recipient of age', () => {
  test('is 32 bytes, and one mistyped or exchanged letter is noticed', () => {
    // As the library @scure/base reads it.
    expect(Buffer.from(keyOf(recipient)).toString('hex')).toBe(
      '593ca8da4e5f7c6aae290b2f4696e5b98b7823f6af0c45d69b96f2d788d65a07',
    );
    for (let at = 4; at < recipient.length; at += 1) {
      const letter = recipient[at] === 'q' ? 'p' : 'q';
      expect(
        ageRecipientKey(`${recipient.slice(0, at)}${letter}${recipient.slice(at + 1)}`),
        String(at),
      ).toBeUndefined();
    }
    for (const text of [
      '',
      'age1',
      identity,
      recipient.toUpperCase(),
      `${recipient}q`,
      recipient.slice(0, -1),
      `x${recipient}`,
    ]) {
      expect(ageRecipientKey(text), text).toBeUndefined();
    }
  });
});

describe('a file for recipients', () => {
  test('has the same bytes for the same input, and others for another text, key or seed', () => {
    const one = seal('text');
    expect(seal('text').equals(one)).toBe(true);
    // Opened with the identity above by age 1.1.1 once; where age is installed, the tests below do it again.
    expect(createHash('sha256').update(one).digest('hex')).toBe(
      '92a0e0bf91480173594bf7dbec55eab9fdaa4a2914fb53ea95ca8d928d352dec',
    );
    for (const other of [seal('texT'), seal('text', [otherRecipient]), seal('text', [recipient], 'another')]) {
      // Neither the share nor anything after it is ever used for two texts.
      expect(other.subarray(33, 76).equals(one.subarray(33, 76))).toBe(false);
      expect(other.subarray(-20).equals(one.subarray(-20))).toBe(false);
    }
    expect(one.includes('text')).toBe(false);
  });

  test('cannot be made for keys with which everybody would know the secret', () => {
    const one = Buffer.alloc(32);
    one[0] = 1;
    for (const weak of [Buffer.alloc(32), one]) expect(sealToKeys('x', [weak], Buffer.from('seed'))).toBeUndefined();
  });

  test.skipIf(!hasAge).each([0, 1, 65_535, 65_536, 65_537, 200_000])(
    'is opened by age, with %i bytes in it (skipped where age is not installed)',
    (size) => {
      const text = 'é'.repeat(size / 2) + 'x'.repeat(size % 2);
      const sealed = seal(text, [otherRecipient, recipient]);
      const open = (input: Buffer) => spawnSync('age', ['-d', '-i', identityFile], { input });
      expect(open(sealed)).toMatchObject({ status: 0, stdout: Buffer.from(text) });
      const changed = Buffer.from(sealed);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      expect(open(changed).status).not.toBe(0);
      expect(open(seal(text, [otherRecipient])).status).not.toBe(0);
    },
  );
});

const secretSteps = () => [
  step('one', scriptOf('echo one >>log', {})),
  step('two', scriptOf('printf "%s" "$S" | cksum >sum; echo "s=$S" >>"$RELEASE_OUTPUT"', { S: canary }, ['s']), {
    secrets: [canary],
  }),
];

for (const shell of shells) {
  test.skipIf(!hasAge || !isThere(shell))(
    `deploy.sh under ${shell.join(' ')} opens secrets with the identity of the site (skipped where that or age is not installed)`,
    async () => {
      const place = new Place({ recipients: [otherRecipient, recipient] });
      const bundle = await place.write({ steps: secretSteps() });
      const noPassphrase = { RELEASE_DROP_PASSPHRASE: '' };
      const told = place.apply(bundle, ['--identity', identityFile], [...shell], noPassphrase);
      expect(told.code, told.err).toBe(0);
      const sum = spawnSync('cksum', { input: canary, encoding: 'utf8' }).stdout;
      expect(place.read('sum')).toBe(sum);
      for (const text of ['canary', 'AGE-SECRET-KEY']) {
        expect(spawnSync('grep', ['-ra', text, place.site, bundle], { encoding: 'utf8' }).stdout).toBe('');
      }
      // The file may be named in the environment; steps that are done stay done.
      expect(place.apply(bundle, [], [...shell], { RELEASE_DROP_IDENTITY: identityFile }).code).toBe(0);
      expect(place.read('log')).toBe('one\n');
    },
  );
}

describe('refused before anything runs, where', () => {
  const program = (name: string, text: string): string => {
    const programs = mkdtempSync(join(folder, 'programs-'));
    writeFileSync(join(programs, name), text, { mode: 0o755 });
    return `${programs}:${process.env.PATH}`;
  };

  test('nobody says which identity, the file is not there, or it is another one', async () => {
    const place = new Place({ recipients: [recipient] });
    const bundle = await place.write({ steps: secretSteps() });
    // Whether or not age is installed, these questions are asked of a program of that name.
    const PATH = program('age', `#!/bin/sh\necho "age: error: no identity matched" >&2\nexit 1\n`);
    const reason = (...words: readonly string[]): string => {
      const { code, err } = place.apply(bundle, words, ['sh'], { PATH });
      expect(code, err).toBe(2);
      return err;
    };
    expect(reason()).toContain(`the bundle holds secrets for ${recipient}: give --identity FILE`);
    expect(reason('--identity', join(folder, 'nowhere'))).toContain('cannot be read');
    expect(reason('--identity', identityFile)).toContain(`the secrets cannot be opened with ${identityFile}`);
    expect(existsSync(join(place.site, 'log'))).toBe(false);
    expect(existsSync(join(place.site, '.release/owner'))).toBe(false);
  });

  test('there is no age', async () => {
    const place = new Place({ recipients: [recipient] });
    const bundle = await place.write({ steps: secretSteps() });
    const programs = join(folder, 'no-age');
    mkdirSync(programs);
    for (const name of [
      'openssl',
      'tar',
      'sh',
      'sed',
      'cat',
      'dirname',
      'mkdir',
      'chmod',
      'rm',
      'mv',
      'printf',
      'sort',
    ]) {
      const real = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
      if (real.startsWith('/')) writeFileSync(join(programs, name), `#!/bin/sh\nexec ${real} "$@"\n`, { mode: 0o755 });
    }
    const { code, err } = place.apply(bundle, ['--identity', identityFile], ['/bin/sh'], { PATH: programs });
    expect(code, err).toBe(2);
    expect(err).toContain('neither age nor rage is installed here');
  });

  test('a byte of the encrypted secrets was changed', async () => {
    const place = new Place({ recipients: [recipient] });
    const bundle = await place.write({ steps: secretSteps() });
    const file = join(bundle, 'secrets.age');
    chmodSync(file, 0o600);
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from([0])]));
    const { code, err } = place.apply(bundle, ['--identity', identityFile]);
    expect(code).toBe(2);
    expect(err).toContain('secrets.age was changed');
  });
});

test('a bundle for recipients has the same bytes when it is made again, also from nothing', async () => {
  const place = new Place({ recipients: [recipient] });
  const bundle = await place.write({ steps: secretSteps() });
  const zip = readFileSync(`${bundle}.zip`);
  expect(readdirSync(bundle).sort()).toEqual(expect.arrayContaining(['secrets.age']));
  expect(readFileSync(join(bundle, 'manifest'), 'utf8')).toContain(`\nrecipient ${recipient}\n`);
  rmSync(bundle, { recursive: true });
  rmSync(`${bundle}.zip`);
  await place.write({ steps: secretSteps() });
  expect(readFileSync(`${bundle}.zip`).equals(zip)).toBe(true);
});
