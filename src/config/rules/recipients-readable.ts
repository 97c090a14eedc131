import { ageRecipientKey } from '../../util/age-recipient.ts';
import type { Rule } from './rule.ts';

/** Whom bundles are encrypted to was not mistyped: what is encrypted to another key can be opened by nobody. */
export const recipientsReadable: Rule = ({ recipients }, report) => {
  for (const { text, span } of recipients) {
    if (ageRecipientKey(text) !== undefined) continue;
    report({
      code: 'REL1237',
      severity: 'error',
      summary: `\`${text}\` is no recipient of age: its checksum does not fit, so a letter of it was changed`,
      hint: 'copy the line that `age-keygen -y` prints for the identity file of the site',
      span,
    });
  }
};
