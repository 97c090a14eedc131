import { validateWorkspace } from '../../src/plan/validate.ts';
import { describeGolden } from '../diagnostics/golden.ts';
import { kinds } from './kinds.ts';
import { load } from './workspace.ts';

const ownCodes = /^REL(?:13|14|154|16)/;

describeGolden(
  'what a whole workspace has wrong, as people read it',
  (code) => ownCodes.test(code),
  (files) => {
    const { workspace, diagnostics, sources } = load(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    return [...diagnostics, ...validateWorkspace(workspace, kinds, sources.text)];
  },
);
