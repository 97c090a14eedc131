import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Reference, ReferenceKind } from '../reference.ts';

import { type KnownNames, knownNames } from './known-names.ts';
import type { Report, Rule } from './rule.ts';

const codes: { readonly [kind in ReferenceKind]: DiagnosticCode } = {
  environment: 'REL1203',
  tag: 'REL1204',
  tenant: 'REL1205',
  project: 'REL1206',
  channel: 'REL1207',
  step: 'REL1208',
  target: 'REL1209',
  role: 'REL1210',
  lifecycle: 'REL1211',
  feed: 'REL1212',
  'shared target': 'REL1213',
};

const declaredWhere: { readonly [kind in ReferenceKind]: string } = {
  environment: 'add it to `environments` in release.config.yaml',
  tag: 'add it to `tagSets` in release.config.yaml',
  tenant: 'add a file for it under tenants/',
  project: 'add a file for it under projects/',
  channel: 'add it to `channels` of the project',
  step: 'add a step with this id',
  target: 'add a target with this id to a tenant',
  role: 'give a target of some tenant this role',
  lifecycle: 'add it to `lifecycles` in release.config.yaml',
  feed: 'add it to `feeds` in release.config.yaml',
  'shared target': 'add it to `targets` in release.config.yaml',
};

/** Every name that stands for something declared elsewhere must be declared. */
export const unknownNames: Rule = (decoded, report) => {
  const known = knownNames(decoded);
  for (const reference of decoded.references) checkReference(reference, known, report);
};

function checkReference(reference: Reference, known: KnownNames, report: Report): void {
  const names = known(reference);
  if (names === undefined || names.has(reference.name) || isTemplate(reference.name)) return;
  const { kind, name, span, inside } = reference;
  report({
    code: codes[kind],
    severity: 'error',
    summary: `There is no ${kind} "${name}", named in ${inside}`,
    hint: didYouMean(name, names) ?? declaredWhere[kind],
    span,
  });
}

/** A name put together from values can only be checked once they are known. */
function isTemplate(name: string): boolean {
  return name.includes('{{');
}
