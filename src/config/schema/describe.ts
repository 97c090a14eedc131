import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { YamlDocument } from '../../yaml/tree.ts';
import type { Finding } from './collapse.ts';
import { describeBounds, describeRepetition, describeSize } from './describe-amount.ts';
import { describeExclusion, describeKeyForm, describeMissingKey, describeUnknownKey } from './describe-key.ts';
import { describeType } from './describe-type.ts';
import { describeChoice, describeForm } from './describe-value.ts';
import { placeAt } from './place.ts';

/** What a finding says to the author. Throws for a keyword that no schema of ours uses. */
export function describe(document: YamlDocument, finding: Finding): Diagnostic {
  const { violation } = finding;
  const place = placeAt(document, violation.instancePath);
  switch (violation.keyword) {
    case 'additionalProperties':
      return describeUnknownKey(place, violation);
    case 'required':
      return describeMissingKey(place, violation);
    case 'not':
      return describeExclusion(place, violation);
    case 'type':
      return describeType(place, finding);
    case 'enum':
      return describeChoice(place, finding);
    case 'pattern':
      return place.node.kind === 'map' ? describeKeyForm(place, violation) : describeForm(place, violation);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return describeBounds(place, violation);
    case 'minItems':
    case 'minProperties':
    case 'maxProperties':
      return describeSize(place, violation);
    case 'uniqueItems':
      return describeRepetition(place, violation);
    default:
      throw new Error(`No text for the schema keyword ${violation.keyword}.`);
  }
}
