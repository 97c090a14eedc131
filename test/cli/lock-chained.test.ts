import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { apiProject as api, cli, folderWith, smallWorkspace, writeFiles } from './kit.ts';

/* One digest in a lock stands for the process of a project and of all that it deploys as a part of its own. */

const train = {
  ...smallWorkspace,
  'projects/api.yaml': api,
  'projects/ui.yaml': api.replace('project: api', 'project: ui'),
  'projects/shared.yaml':
    'project: shared\ntenancy: untenanted\nsteps: [{ id: tell, uses: note, with: { message: hi } }]\n',
  'projects/web.yaml': [
    'project: web',
    'tenancy: tenanted',
    'steps:',
    '  - { id: shared, uses: chain, with: { project: shared } }',
    '  - { id: api, uses: chain, with: { project: api } }',
    '  - { id: ui, uses: chain, with: { project: ui } }',
    '  - { id: tell, uses: note, with: { message: told } }',
    '',
  ].join('\n'),
  'releases/first.yaml': `${smallWorkspace['releases/first.yaml']}versions: { api: 2.0.0, ui: 2.0.0, shared: 1.0.0 }\n`,
};

async function locked(): Promise<string> {
  const folder = folderWith({ ...train, '.gitignore': '.release/\n' });
  const told = await cli(folder, ['lock']);
  expect(told.code, told.err).toBe(0);
  return folder;
}

function commitAll(folder: string): void {
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
}

const changed = (folder: string): Promise<string> => cli(folder, ['lock', '--check']).then(({ err }) => err);

test('where git has what was locked, the chained project that changed is named, and how to take it over', async () => {
  const folder = await locked();
  commitAll(folder);
  writeFiles(folder, { 'projects/ui.yaml': train['projects/ui.yaml'].replace('message: hi', 'message: ho') });
  const edited = await changed(folder);
  expect(edited).toContain('the process of web changed, in it that of ui\n');
  expect(edited).toContain('step ui/deploy changed: with.message');
  expect(edited).toContain('--update process web');
  // Steps of `ui` wait for those of `api`: that they wait for others now is no change of theirs.
  writeFiles(folder, {
    'projects/ui.yaml': train['projects/ui.yaml'],
    'projects/api.yaml': api.replace('id: check', 'id: look'),
  });
  expect(await changed(folder)).toContain('the process of web changed, in it that of api\n');
  writeFiles(folder, { 'projects/web.yaml': train['projects/web.yaml'].replace('message: told', 'message: said') });
  expect(await changed(folder)).toContain('the process of web changed, and in it that of api\n');
  writeFiles(folder, { 'projects/api.yaml': api });
  expect(await changed(folder)).toContain('the process of web changed\n');
});

test('a chained project with a process of its own is a change of its own', async () => {
  const folder = await locked();
  commitAll(folder);
  writeFiles(folder, { 'projects/shared.yaml': train['projects/shared.yaml'].replace('message: hi', 'message: ho') });
  const told = await changed(folder);
  expect(told).toContain('the process of shared changed\n');
  expect(told).not.toContain('the process of web');
  expect((await cli(folder, ['lock', '--update', 'process', 'shared'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--check'])).code).toBe(0);
});

test('without git all that may have changed is named; taking over a part leads to the whole', async () => {
  const folder = await locked();
  writeFiles(folder, { 'projects/api.yaml': api.replace('message: hi', 'message: ho') });
  expect(await changed(folder)).toContain('the process of web changed, or that of a project it deploys: api, ui\n');
  const part = await cli(folder, ['lock', 'releases/first.yaml', '--update', 'process', 'api']);
  expect(part).toMatchObject({ code: 2, out: '' });
  expect(part.err).toContain('REL3005');
  expect(part.err).toContain('release lock releases/first.yaml --update process web');
  expect((await cli(folder, ['lock', 'releases/first.yaml', '--update', 'process', 'web'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--check'])).code).toBe(0);
});
