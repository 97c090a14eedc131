import { expect, test } from 'vitest';
import { validateWorkspace } from '../../src/plan/validate.ts';
import { diskFiles } from '../../src/workspace/disk-files.ts';
import { readWorkspace } from '../../src/workspace/load.ts';
import { kinds } from './kinds.ts';

test('the sample workspace has nothing wrong', () => {
  const loaded = readWorkspace(new URL('../..', import.meta.url).pathname, { files: diskFiles, cache: false });
  expect(loaded.diagnostics).toEqual([]);
  expect(validateWorkspace(loaded.workspace, kinds, loaded.sources.text)).toEqual([]);
});
