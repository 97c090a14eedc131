import { githubAnnotations } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { junitReport } from './junit.ts';
import { sarifReport } from './sarif.ts';
import type { ChecksView } from './view.ts';

/** Formats of build servers by name: a new one is one file and one line here. */
export const checkFormats: { readonly [format: string]: (view: ChecksView) => string } = {
  github: githubAnnotations,
  gitlab: gitlabReport,
  sarif: sarifReport,
  junit: junitReport,
};
