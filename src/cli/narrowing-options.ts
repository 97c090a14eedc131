import type { OptionSpec } from './command.ts';

/** Options that narrow what a release says, and never widen it. */
export const narrowingOptions: readonly OptionSpec[] = [
  { flags: '--environment <name>', description: 'only these environments', many: 'separated' },
  { flags: '--tenant <name>', description: 'only these tenants', many: 'separated' },
  { flags: '--tag <set/value>', description: 'only tenants with these tags', many: 'separated' },
  { flags: '--skip <step>', description: 'leave these steps or groups out', many: 'separated' },
];

export const variableOption: OptionSpec = {
  flags: '--var <name=value>',
  description: 'give a variable a value, above all others',
  many: 'repeated',
};
