import type { StepKind } from './kind.ts';
import { observePackage } from './package-observe.ts';
import { runPackage } from './package-run.ts';
import { stagePackage } from './package-stage.ts';
import { stopPackage } from './package-stop.ts';
import { undoPackage } from './package-undo.ts';
import { textsInput } from './read-inputs.ts';
import { outputNames } from './script.ts';

/**
 * Deploys a package: fetch, verify, unpack to a versioned folder, fill in files, run `pre-deploy`, switch `current`, run
 * `post-deploy`. The hooks are files at the root of the package with the ending sh, ps1, js or py; they start in the
 * folder of the target and find the package by RELEASE_PACKAGE_PATH. When something fails, the version before is current.
 */
export const packageStep: StepKind = {
  info: {
    name: 'package',
    package: 'required',
    undo: true,
    offline: true,
    literal: ['outputs', 'substitute'],
    outputs: (inputs) => ['path', ...textsInput(inputs, 'outputs')],
    usesAllValues: (inputs) => textsInput(inputs, 'substitute').length > 0,
    inputs: {
      type: 'object',
      additionalProperties: false,
      properties: {
        env: { type: 'object', description: 'What the hooks get to know, as environment variables' },
        substitute: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          description: 'Files of the package that are templates; * stays in a folder, ** goes through folders',
        },
        keep: {
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 3,
          description: 'Versions that stay; an undo needs two',
        },
        outputs: {
          ...outputNames,
          description: 'Names that the hooks write to $RELEASE_OUTPUT; `path` is always there',
        },
      },
    },
  },
  observe: observePackage,
  run: runPackage,
  stop: stopPackage,
  undo: undoPackage,
  stage: stagePackage,
};
