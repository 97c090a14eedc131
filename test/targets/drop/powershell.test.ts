import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import treeSitter, { type Node } from '@vscode/tree-sitter-wasm';
import { describe, expect, test, vi } from 'vitest';
import { bundleScripts } from '../../../src/cli/bundle-scripts.ts';
import { hasMono, monoProgram } from './powershell.ts';

vi.setConfig({ testTimeout: 120_000 });

const text = new Map(bundleScripts()).get('deploy.ps1') ?? '';

describe('deploy.ps1', () => {
  test('is one text of PowerShell that its grammar knows, with the C# in it', async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
    await treeSitter.Parser.init({ locateFile: (name: string) => join(folder, name) });
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(join(folder, 'tree-sitter-powershell.wasm')));
    const wrongIn = (source: string): readonly string[] => {
      const found: string[] = [];
      const visit = (node: Node): void => {
        if (node.isError || node.isMissing) found.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
        for (const child of node.children) if (child !== null) visit(child);
      };
      const tree = parser.parse(source);
      if (tree !== null) visit(tree.rootNode);
      return found;
    };
    expect(wrongIn(text)).toEqual([]);
    expect(wrongIn(text.replace('function Get-FullPath(', 'function Get-FullPath(('))).not.toEqual([]);
    expect(text).toContain('public static class Ed25519');
    expect(text).not.toContain('#{source}');
  });

  test('holds what Windows PowerShell reads in every code page, and one end of its C#', () => {
    expect([...text].filter((letter) => letter > '~').join('')).toBe('');
    expect(text.match(/^'@/gm)).toHaveLength(1);
  });
});

describe.skipIf(!hasMono)('Ed25519 of deploy.ps1 (skipped where mcs and mono are not installed)', () => {
  const answers = (lines: readonly string[]): readonly string[] => {
    const { stdout, stderr } = spawnSync('mono', [monoProgram(), 'ed25519'], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  };

  test('knows the vectors of RFC 8032', () => {
    /* Seed, public key, message, signature: section 7.1, tests 1, 2 and 3. */
    const vectors: readonly (readonly [string, string, string, string])[] = [
      [
        '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '-',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ];
    const lines = vectors.flatMap(([seed, key, message, signature]) => [
      `sign ${seed} ${message}`,
      `verify ${key} ${message} ${signature}`,
    ]);
    expect(answers(lines)).toEqual(vectors.flatMap(([, key, , signature]) => [key + signature, 'True']));
  });

  test('signs and verifies as Node does, and refuses whatever is not exactly the signature', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const lines: string[] = [];
    const expected: string[] = [];
    for (let size = 0; size < 30; size += 1) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(16).toString('hex');
      const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(12).toString('hex');
      const message = randomBytes(size * 17);
      const signature = sign(null, message, privateKey);
      const words = message.toString('hex') || '-';
      const ask = (line: string, answer: string) => {
        lines.push(line);
        expected.push(answer);
      };
      ask(`sign ${seed} ${words}`, key + signature.toString('hex'));
      ask(`verify ${key} ${words} ${signature.toString('hex')}`, 'True');
      const changed = Buffer.from(signature);
      const at = randomBytes(1).readUInt8() % 64;
      changed[at] = (changed[at] ?? 0) ^ 1;
      ask(`verify ${key} ${words} ${changed.toString('hex')}`, 'False');
      ask(`verify ${key} ${words}00 ${signature.toString('hex')}`.replace('-00', '00'), 'False');
      // The same signature with the order added to its second half would be another one for the same text.
      const half = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
      const longer = Buffer.from(half.toString(16).padStart(64, '0'), 'hex').reverse();
      const second = Buffer.concat([signature.subarray(0, 32), longer]);
      expect(verify(null, message, publicKey, second)).toBe(false);
      ask(`verify ${key} ${words} ${second.toString('hex')}`, 'False');
    }
    expect(answers(lines)).toEqual(expected);
  });
});
