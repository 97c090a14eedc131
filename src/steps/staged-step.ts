import type { BundleAction, BundleStep } from '../targets/bundle.ts';
import { isSiteMark, siteNames } from '../targets/drop/marks.ts';
import { checkEnvironment } from '../targets/script-environment.ts';
import { wordsOf } from './kind.ts';
import type { Staged } from './stager.ts';

/** A step for a bundle, unless a secret would stand in it in clear or a value of the site would get lost. */
export function stagedStep(
  action: BundleAction,
  known: readonly string[],
  step: Omit<BundleStep, 'action' | 'secrets'>,
): Staged {
  const secrets = known.filter((secret) => !isSiteMark(secret));
  const problems = checkEnvironment(action.env);
  if (problems.length > 0) return refused(wordsOf(problems));
  if (action.kind === 'script') {
    const { script, workingDirectory = '' } = action;
    const open = [script, workingDirectory, ...action.outputs];
    if (open.some((text) => secrets.some((secret) => text.includes(secret)) || siteNames(script).length > 0)) {
      return refused('REL2182 the text or folder of a script holds a secret; hand it to the script by `env`');
    }
  }
  const used = new Set(textsOf(action).flatMap(siteNames));
  const lost = known
    .filter(isSiteMark)
    .flatMap(siteNames)
    .find((name) => !used.has(name));
  if (lost !== undefined) {
    return refused(
      `REL2182 the value ${lost} of the site is changed by a template, which only the site could do; hand it on as it is`,
    );
  }
  return { kind: 'step', step: { ...step, action, secrets } };
}

function textsOf(action: BundleAction): readonly string[] {
  const texts = Object.values(action.env);
  if (action.kind === 'script') return [...texts, action.workingDirectory ?? ''];
  const filled = (action.request.edits ?? []).map(({ content }) => new TextDecoder().decode(content));
  return [...texts, ...filled];
}

function refused(message: string): Staged {
  return { kind: 'refused', message };
}
