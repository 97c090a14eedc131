import { jsonText } from '../../views/json.ts';
import type { Command } from '../command.ts';
import type { Check } from '../doctor-check.ts';
import { machineChecks, workspaceChecks } from '../doctor-checks.ts';
import { exitCode } from '../exit-code.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'check the machine and everything a release needs',
  arguments: [],
  options: [],
  outputs: ['text', 'json'],
  example: 'release doctor',
  run: async (context) => {
    const checks = [...(await machineChecks(context)), ...(await workspaceChecks(context))];
    const failed = checks.filter(({ state }) => state === 'failed').length;
    if (context.output === 'json') context.print.data(jsonText({ schemaVersion: 1, healthy: failed === 0, checks }));
    else {
      context.print.data(checks.map((check) => textOf(check)).join(''));
      context.print.note(verdictOf(checks, failed));
    }
    return failed === 0 ? exitCode.done : exitCode.usage;
  },
};

function verdictOf(checks: readonly Check[], failed: number): string {
  if (failed > 0) return `${failed} of ${checks.length} checks failed.`;
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  if (warnings === 0) return 'Everything a release needs is here.';
  return `Nothing failed. Releases that need what the ${warnings === 1 ? 'warning is' : 'warnings are'} about will not get far.`;
}

const marks = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

function textOf({ name, state, found, hint }: Check): string {
  return `${marks[state]}  ${name}: ${found}\n${hint === undefined ? '' : `         to mend it: ${hint}\n`}`;
}
