import { expect, test } from 'vitest';
import { validateWorkspace } from '../../src/plan/validate.ts';
import { builtInStepKinds, catalogOf } from '../../src/steps/index.ts';
import { diskFiles } from '../../src/workspace/disk-files.ts';
import { readWorkspace } from '../../src/workspace/load.ts';

test('the sample workspace has nothing wrong', () => {
  const loaded = readWorkspace(new URL('../..', import.meta.url).pathname, { files: diskFiles, cache: false });
  expect(loaded.diagnostics).toEqual([]);
  expect(validateWorkspace(loaded.workspace, catalogOf(builtInStepKinds), loaded.sources.text)).toEqual([]);
});
