import { readWorkspace } from '../../src/workspace/load.ts';
import { describeGolden } from '../diagnostics/golden.ts';
import { memoryFiles } from '../workspace/memory-files.ts';

const versionCodes = new Set(['REL1501', 'REL1502']);

describeGolden(
  'what stands across documents',
  (code) => (code >= 'REL1201' && code < 'REL1260') || versionCodes.has(code),
  (files) => {
    const tree = memoryFiles(new Map(files.map(({ path, text }) => [`/work/${path}`, text])));
    return readWorkspace('/work', { files: tree, cache: false }).diagnostics;
  },
);
