import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusFolder, expectations } from '../yaml/corpus.ts';
import { folderWith, release, snapshot } from './program.ts';
import { expectCivil, expectPlaced } from './verdict.ts';

/*
 * None of these files is a document of this tool, so each is refused wherever it lies. What they mean once they are
 * written in this language is in bad-input-meaning.test.ts.
 */
const names = expectations.filter(({ file }) => file.startsWith('yaml/')).map(({ file }) => file);
const places = ['release.config.yaml', 'variables/deep/x.yml', 'projects/x.yaml', 'tenants/x.yaml', 'releases/x.yaml'];

/** One of each way to be no lock and no plan: text, size, bytes, shape. */
const noLocks = ['empty', 'nul', 'latin1', 'billion-laughs', 'huge-steps'];

describe.concurrent('hostile YAML', () => {
  it('is there', () => expect(names.length).toBeGreaterThan(40));

  it.each(names)('%s is refused with its place, as a file of any kind', async (name) => {
    const content = readFileSync(join(corpusFolder, name));
    const folder = folderWith(Object.fromEntries(places.map((path) => [path, content])));
    const before = snapshot(folder);
    const told = await release(folder, ['validate']);
    expectCivil(told, name);
    expect(told).toMatchObject({ code: 2, err: '' });
    expect(snapshot(folder)).toEqual(before);
    const blocks = told.out.split(/\n\n(?=error|warning)/);
    for (const block of blocks) {
      expect(block).toMatch(/^(?:error|warning) REL1\d\d\d: .+\n {2}at \S+:\d+:\d+\n/);
      expect(block).toMatch(/^ {2}hint: \S/m);
    }
    const named = new Set([...told.out.matchAll(/^ {2}at (\S+):\d+:\d+$/gm)].map((match) => match[1]));
    // Where one file has more mistakes than are shown, those of the others may be among the hidden ones.
    if (!/^and \d+ more$/m.test(told.out)) expect(named).toEqual(new Set(places));
    else expect(named.size).toBeGreaterThan(0);
  });

  it.each(noLocks)('%s is refused as a lock and as a plan', async (name) => {
    const content = readFileSync(join(corpusFolder, 'yaml', `${name}.yaml`));
    const folder = folderWith({
      'release.config.yaml': 'environments: [test]\n',
      'tenants/a.yaml': 'tenant: a\nenvironments: [test]\n',
      'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: note, with: { message: hi } }]\n',
      'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\n',
      'releases/r.lock.yaml': content,
      'plan.ndjson': content,
    });
    const before = snapshot(folder);
    for (const file of ['releases/r.yaml', 'plan.ndjson']) {
      const told = await release(folder, ['run', file, '--output', 'json']);
      expectCivil(told, `${file} ${name}`);
      expect(told.code, `${told.out}${told.err}`).toBe(2);
      expectPlaced(JSON.parse(told.out), `${file} ${name}`);
    }
    expect(snapshot(folder)).toEqual(before);
  });
});
