import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateWorkspace } from '../../bench/generate-workspace.ts';
import { diskFiles } from '../../src/workspace/disk-files.ts';
import { loadWorkspace } from '../../src/workspace/load.ts';

let root = '';
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'release-load-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  fs.mkdirSync(join(root, path, '..'), { recursive: true });
  fs.writeFileSync(join(root, path), text);
}

const tenant = (id: string) => `tenant: ${id}\nenvironments: [test]\n`;
const cacheFile = () => join(root, '.release', 'cache', 'yaml.bin');
const codes = (loaded: Awaited<ReturnType<typeof loadWorkspace>>) => loaded.diagnostics.map(({ code }) => code);

describe('finding files', () => {
  it('refuses a file that is too large to be meant, and reads the others', async () => {
    write('release.config.yaml', 'environments: [test]\n');
    write('tenants/dump.yaml', `# ${'x'.repeat(16 * 1024 * 1024)}\n`);
    write('tenants/a.yaml', tenant('a'));
    const loaded = await loadWorkspace(root);
    expect(loaded.diagnostics).toMatchObject([{ code: 'REL1234', span: { file: 'tenants/dump.yaml', offset: 0 } }]);
    expect(loaded.diagnostics[0]?.summary).toContain('larger than 16 MiB');
    expect([...loaded.workspace.tenants.keys()]).toEqual(['a']);
  });

  it('starts in any folder of the workspace and reads each kind from its folder', async () => {
    write('release.config.yaml', 'environments: [test]\n');
    write('tenants/north/a.yaml', tenant('a'));
    write('tenants/b.yml', tenant('b'));
    write('tenants/.hidden/c.yaml', 'no: tenant\n');
    write('tenants/readme.md', 'no YAML');
    write('projects/deep/er/p.yaml', 'project: p\nsteps: [{ id: s, uses: script }]\n');
    write('releases/r.yaml', 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\n');
    write('releases/r.lock.yaml', 'lock: not read here\n');
    write('releases/old/q.yaml', 'release: q\n');
    const loaded = await loadWorkspace(join(root, 'projects', 'deep'));
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.root).toBe(root);
    expect([...loaded.workspace.tenants.keys()]).toEqual(['b', 'a']);
    expect([...loaded.workspace.projects.keys()]).toEqual(['p']);
    expect([...loaded.workspace.releases.keys()]).toEqual(['releases/r.yaml']);
  });

  it('refuses links that leave the workspace and follows those inside, once', async () => {
    const outside = fs.mkdtempSync(join(tmpdir(), 'release-outside-'));
    fs.writeFileSync(join(outside, 'evil.yaml'), tenant('evil'));
    write('release.config.yaml', 'environments: [test]\n');
    write('shared/a.yaml', tenant('a'));
    fs.mkdirSync(join(root, 'tenants'));
    fs.symlinkSync(join(outside, 'evil.yaml'), join(root, 'tenants', 'evil.yaml'));
    fs.symlinkSync(outside, join(root, 'tenants', 'outside'));
    fs.symlinkSync(join(root, 'shared'), join(root, 'tenants', 'shared'));
    fs.symlinkSync(join(root, 'tenants'), join(root, 'tenants', 'circle'));
    fs.symlinkSync('nowhere.yaml', join(root, 'tenants', 'broken.yaml'));
    const loaded = await loadWorkspace(root);
    fs.rmSync(outside, { recursive: true });
    expect([...loaded.workspace.tenants.keys()]).toEqual(['a']);
    expect(codes(loaded).toSorted()).toEqual(['REL1234', 'REL1235', 'REL1235']);
  });

  it('refuses a whole folder that is a link out of the workspace', async () => {
    const outside = fs.mkdtempSync(join(tmpdir(), 'release-outside-'));
    fs.writeFileSync(join(outside, 'evil.yaml'), tenant('evil'));
    write('release.config.yaml', 'environments: [test]\n');
    fs.symlinkSync(outside, join(root, 'tenants'));
    const loaded = await loadWorkspace(root);
    fs.rmSync(outside, { recursive: true });
    expect(loaded.workspace.tenants.size).toBe(0);
    expect(codes(loaded)).toEqual(['REL1235']);
  });

  it('refuses a configuration that is a link out of the workspace, and then calls no name unknown', async () => {
    const outside = fs.mkdtempSync(join(tmpdir(), 'release-outside-'));
    fs.writeFileSync(join(outside, 'x.yaml'), 'environments: [test]\n');
    fs.symlinkSync(join(outside, 'x.yaml'), join(root, 'release.config.yaml'));
    write('tenants/a.yaml', tenant('a'));
    const loaded = await loadWorkspace(root);
    fs.rmSync(outside, { recursive: true });
    expect(loaded.workspace.config.environments).toEqual([]);
    expect(codes(loaded)).toEqual(['REL1235']);
  });

  it('says where it looked when there is no workspace', async () => {
    const loaded = await loadWorkspace(root);
    expect(codes(loaded)).toEqual(['REL1233']);
    expect(loaded.diagnostics[0]?.summary).toContain(root);
  });

  it('gives the text of a file for code frames without its byte order mark', async () => {
    write('release.config.yaml', '\uFEFFenvironments: [test]\n');
    const { sources, diagnostics } = await loadWorkspace(root);
    expect(diagnostics).toEqual([]);
    expect(sources.text('release.config.yaml')).toBe('environments: [test]\n');
    expect(sources.text('tenants/none.yaml')).toBeUndefined();
  });
});

describe('cache', () => {
  async function loadTwice() {
    const cold = await loadWorkspace(root);
    const warm = await loadWorkspace(root);
    return { cold, warm };
  }

  it('changes nothing about the result', async () => {
    generateWorkspace(root, 5);
    const { cold, warm } = await loadTwice();
    expect(cold.diagnostics).toEqual([]);
    expect(warm.workspace).toEqual(cold.workspace);
    expect(fs.existsSync(cacheFile())).toBe(true);
  });

  it('repeats every remark, about the YAML, the shape and what stands across', async () => {
    write('release.config.yaml', 'environments: [test]\n');
    write('tenants/a.yaml', `${tenant('a')}name: x\nName: y\n`);
    write('tenants/b.yaml', 'tenant: b\nenvironments: [tset]\n');
    write('tenants/c.yaml', 'tenant: c\n');
    const { cold, warm } = await loadTwice();
    expect(codes(cold).toSorted()).toEqual(['REL1014', 'REL1101', 'REL1102', 'REL1203']);
    expect(warm.diagnostics).toEqual(cold.diagnostics);
  });

  it('sees a change of a file, also one of equal size and time', async () => {
    write('release.config.yaml', 'environments: [test]\n');
    write('tenants/a.yaml', tenant('a'));
    await loadWorkspace(root);
    const { atime, mtime } = fs.statSync(join(root, 'tenants/a.yaml'));
    write('tenants/a.yaml', tenant('b'));
    fs.utimesSync(join(root, 'tenants/a.yaml'), atime, mtime);
    const { workspace } = await loadWorkspace(root);
    expect([...workspace.tenants.keys()]).toEqual(['b']);
  });

  it('is not trusted when it is damaged, cut off or foreign', async () => {
    generateWorkspace(root, 3);
    const cold = await loadWorkspace(root);
    const isIdle = (): boolean => true;
    await loadWorkspace(root, { isIdle });
    const good = fs.readFileSync(cacheFile());
    const bytes = [Buffer.alloc(0), Buffer.from('x'.repeat(500)), good.subarray(0, 200), good.subarray(0, -8)];
    for (let at = 0; at < good.length; at += 97) {
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ 0xff;
      bytes.push(flipped);
    }
    for (const damaged of bytes) {
      for (const options of [{}, { isIdle }]) {
        fs.writeFileSync(cacheFile(), damaged);
        const loaded = await loadWorkspace(root, options);
        expect(loaded.diagnostics).toEqual([]);
        expect(loaded.workspace).toEqual(cold.workspace);
      }
    }
  });

  it('does not grow: what is no longer used is dropped', async () => {
    generateWorkspace(root, 20);
    await loadWorkspace(root);
    const before = fs.statSync(cacheFile()).size;
    for (let number = 1; number < 20; number += 1)
      fs.rmSync(join(root, `tenants/t${String(number).padStart(5, '0')}.yaml`));
    write('tenants/new.yaml', tenant('new'));
    await loadWorkspace(root);
    expect(fs.statSync(cacheFile()).size).toBeLessThan(before / 2);
    expect(fs.readdirSync(join(root, '.release', 'cache'))).toEqual(['yaml.bin']);
  });

  it('costs nothing but time when it cannot be written', async () => {
    write('release.config.yaml', 'environments: [test]\n');
    write('.release', 'a file where the folder should be');
    write('tenants/a.yaml', tenant('a'));
    const { workspace, diagnostics } = await loadWorkspace(root);
    expect(diagnostics).toEqual([]);
    expect(workspace.tenants.size).toBe(1);
  });

  it('leaves no draft behind when a write fails', () => {
    fs.mkdirSync(join(root, 'folder'));
    expect(() => diskFiles.replace(join(root, 'folder'), [Buffer.from('x')])).toThrow();
    expect(fs.readdirSync(root)).toEqual(['folder']);
  });
});
