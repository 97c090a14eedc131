import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Decoded } from '../decoded.ts';
import { chainCycles } from './chain-cycles.ts';
import { chainedVersions } from './chained-versions.ts';
import { duplicateIds } from './duplicate-ids.ts';
import { duplicateSteps } from './duplicate-steps.ts';
import { feedChoice } from './feed-choice.ts';
import { groups } from './groups.ts';
import { inputNames } from './input-names.ts';
import { needs } from './needs.ts';
import { pathsInside } from './paths-inside.ts';
import { phases } from './phases.ts';
import { recipientsReadable } from './recipients-readable.ts';
import { reservedNames } from './reserved-names.ts';
import type { Rule } from './rule.ts';
import { scopeAndPlace } from './scope-and-place.ts';
import { singleTagValues } from './single-tag-values.ts';
import { stepCombinations } from './step-combinations.ts';
import { stepCycles } from './step-cycles.ts';
import { unknownNames } from './unknown-names.ts';
import { versionsReadable } from './versions-readable.ts';

/** All rules, in the order in which a reader would fix things. A new rule is one file and one line here. */
const rules: readonly Rule[] = [
  duplicateIds,
  duplicateSteps,
  unknownNames,
  singleTagValues,
  phases,
  pathsInside,
  reservedNames,
  scopeAndPlace,
  inputNames,
  needs,
  stepCycles,
  stepCombinations,
  groups,
  chainCycles,
  chainedVersions,
  feedChoice,
  versionsReadable,
  recipientsReadable,
];

/** Everything the rules have to say about a workspace. */
export function checkRules(decoded: Decoded): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of rules) rule(decoded, (diagnostic) => found.push(diagnostic));
  return found;
}
