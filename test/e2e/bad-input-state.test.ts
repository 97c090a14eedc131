import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusFolder, expectations } from '../yaml/corpus.ts';
import { codesOf, type Files, folderWith, type Report, release, writeFiles } from './program.ts';
import { expectCivil } from './verdict.ts';

/* Hostile archives in a feed, and records of runs that somebody or something damaged. */

const archives = expectations.filter(({ file }) => file.startsWith('archives/'));

describe.concurrent('hostile archives, deployed by a real run', () => {
  it.each(archives)('$file: $expect ($why)', async ({ file, expect: expected }) => {
    const ending = /\.(?:zip|tar\.gz|tar)$/.exec(file)?.[0] ?? '';
    // A plain tar is no package format; its content is hostile all the same when it claims to be one.
    const named = `packages/Bad.1.0.0${ending === '.tar' ? '.tar.gz' : ending}`;
    const top = folderWith({});
    const folder = join(top, 'deep', 'workspace');
    writeFiles(folder, {
      'release.config.yaml': 'environments: [test]\nfeeds: { local: { type: folder, path: packages } }\n',
      'tenants/a.yaml': 'tenant: a\nenvironments: [test]\ntargets: { vm: { type: local, roles: [app], path: site } }\n',
      'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: package, roles: [app], package: { id: Bad } }]\n',
      'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\npackages: { Bad: 1.0.0 }\n',
      [named]: readFileSync(join(corpusFolder, file)),
    });
    const told = await release(folder, ['run', '--yes']);
    expectCivil(told, file);
    const accepted = expected === 'warn' || (expected === 'bounded' && !file.includes('bomb'));
    expect(told.code, `${told.out}${told.err}`).toBe(accepted ? 0 : 1);
    if (!accepted) expect(told.out + told.err).toMatch(/REL15\d\d/);
    // Nothing left the folder of the workspace, and nothing of a refused package is current.
    expect(readdirSync(top)).toEqual(['deep']);
    expect(readdirSync(dirname(folder))).toEqual(['workspace']);
    expect(existsSync('/tmp/evil.txt')).toBe(false);
    if (!accepted)
      expect(
        existsSync(join(folder, 'site'))
          ? readdirSync(join(folder, 'site'), { recursive: true }).filter((path) => String(path).endsWith('current'))
          : [],
      ).toEqual([]);
  });
});

const ran: Files = {
  'release.config.yaml': 'environments: [test]\n',
  'tenants/a.yaml': 'tenant: a\nenvironments: [test]\n',
  'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: note, with: { message: hi } }]\n',
  'releases/r.yaml':
    'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\nwaves: [{ name: w, approve: true }]\n',
};
const journal = '.release/runs/r.1/journal.ndjson';

describe.concurrent('damaged records', () => {
  /** A run that waits for an approval, after `change` of its folder. */
  async function damaged(change: (folder: string) => void): Promise<string> {
    const folder = folderWith(ran);
    expect((await release(folder, ['run', '--yes'])).code).toBe(3);
    change(folder);
    return folder;
  }

  async function refuses(folder: string, words: readonly string[], code: string, says: RegExp): Promise<void> {
    const told = await release(folder, [...words, '--output', 'json']);
    expectCivil(told, words.join(' '));
    expect(told.code, told.out).toBe(2);
    const report = JSON.parse(told.out) as Report;
    expect(codesOf(report)).toEqual([code]);
    expect(report.diagnostics[0]?.summary).toMatch(says);
    expect(report.diagnostics[0]?.hint).toMatch(/\S/);
  }

  const edits: readonly (readonly [name: string, edit: (text: string) => string, says: RegExp])[] = [
    ['a line that is no JSON', (text) => text.replace('{"v":1,"seq":2', 'v:1,seq:2'), /not JSON \(line 2, byte \d+\)/],
    ['a line that is gone', (text) => text.replace(/^.*\n/, ''), /line 1/],
    ['a line of control characters', (text) => text.replace('\n', '\n\u001b[2J\u0000\n'), /line 2/],
    ['an edited line', (text) => text.replace('"r"', '"R"'), /history was edited/],
    ['another format', (text) => text.replace('{"v":1,', '{"v":99,'), /format version is 99/],
    ['an event of tomorrow', (text) => text.replace('"type":"run-started"', '"type":"run-dreamt"'), /run-dreamt/],
    ['a line of a megabyte', (text) => text.replace('\n', `\n${'['.repeat(1_000_000)}\n`), /line 2/],
  ];

  it.each(edits)('a journal with %s is refused with its position', async (_, edit, says) => {
    const folder = await damaged((place) => {
      const text = readFileSync(join(place, journal), 'utf8');
      expect(edit(text)).not.toBe(text);
      writeFiles(place, { [journal]: edit(text) });
    });
    await refuses(folder, ['resume'], 'REL3023', says);
    const audit = await release(folder, ['audit', 'verify', '--output', 'json']);
    expectCivil(audit, 'audit');
    expect(audit.code).not.toBe(0);
  });

  it('a journal whose last line is torn goes on', async () => {
    const folder = await damaged((place) => {
      const text = readFileSync(join(place, journal), 'utf8');
      writeFiles(place, { [journal]: `${text}{"v":1,"se` });
    });
    expect((await release(folder, ['approve'])).code).toBe(0);
    expect((await release(folder, ['resume'])).code).toBe(0);
  });

  it('another plan than the run was made with is refused', async () => {
    const plan = '.release/runs/r.1/plan.ndjson';
    const folder = await damaged((place) => {
      writeFiles(place, { [plan]: readFileSync(join(place, plan), 'utf8').replace('"hi"', '"ho"') });
    });
    await refuses(folder, ['resume'], 'REL3023', /its plan cannot be used/);
  });
});

describe.concurrent('plans that somebody made', () => {
  const sealed = (...body: readonly unknown[]): string => {
    const lines = body.map((line) => `${JSON.stringify(line)}\n`);
    const digest = `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
    return `${JSON.stringify({ kind: 'release-plan', formatVersion: 1, digest })}\n${lines.join('')}`;
  };
  const made: readonly (readonly [name: string, plan: string])[] = [
    ['no header', sealed()],
    ['a header of nothing', sealed({ kind: 'header', header: {} })],
    ['a header that is a text', sealed({ kind: 'header', header: 'x' })],
    ['lines of another kind', sealed({ kind: 'header', header: {} }, { kind: 'lain', lane: {} })],
    [
      'a lane without anything',
      sealed({ kind: 'header', header: { release: 'r', waves: [] } }, { kind: 'lane', lane: {} }),
    ],
    [
      'lanes of null',
      sealed({ kind: 'header', header: null }, { kind: 'lane', lane: null }, { kind: 'process', process: null }),
    ],
  ];

  it.each(made)('%s', async (_, plan) => {
    const folder = folderWith({ ...ran, 'plan.ndjson': plan });
    const told = await release(folder, ['run', 'plan.ndjson', '--output', 'json']);
    expectCivil(told, 'plan');
    expect(told.code, told.out).toBe(2);
    expect(codesOf(JSON.parse(told.out))).toEqual(['REL1612']);
  });
});
