import { resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.ts';
import { checkFormats } from '../../views/checks/index.ts';
import { jsonText } from '../../views/json.ts';
import { validateDocument, validateText } from '../../views/validate.ts';
import { diskFiles } from '../../workspace/disk-files.ts';
import { checkSince } from '../check-since.ts';
import { checkWorkspace } from '../check-workspace.ts';
import { printChecks } from '../checks-report.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { type Failure, failure, isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'find every mistake that can be known without running',
  arguments: [{ usage: '[paths...]', description: 'report only what stands in these files or folders' }],
  options: [
    { flags: '--since <ref>', description: 'report only what changes since this git ref can affect' },
    {
      flags: '--preflight',
      description: 'also ask AWS, with the credentials that are here, whether releases could succeed',
    },
  ],
  outputs: ['text', 'json', ...Object.keys(checkFormats)],
  example: 'release validate\nrelease validate tenants/ --output json\nrelease validate --output sarif',
  run: async (context, args) => {
    const missing = args.all.find((path) => !diskFiles.exists(resolve(context.directory, path)));
    // Nothing would be said about it, which reads as if all were well.
    if (missing !== undefined) return context.print.fail(noSuchPath(missing));
    const since = args.text('since');
    const made = since === undefined ? checkWorkspace(context, args.all) : checkSince(context, since, args.all);
    const found = await made;
    if (isFailure(found)) return context.print.fail(found);
    const asked = args.flag('preflight') && !hasErrors(found.diagnostics) ? await askAhead(context) : [];
    if (isFailure(asked)) return context.print.fail(asked);
    const result = { ...found, diagnostics: [...found.diagnostics, ...asked] };
    const { diagnostics, sources, checked } = result;
    if (context.output === 'json') context.print.data(jsonText(validateDocument(diagnostics, sources, checked)));
    else if (context.output === 'text') {
      context.print.data(validateText(diagnostics, sources, checked, layoutOf(context)));
    } else await printChecks(context, result, since);
    return hasErrors(diagnostics) ? exitCode.usage : exitCode.done;
  },
};

/** Loaded by those few who ask for it. */
async function askAhead(context: CommandContext): Promise<readonly Diagnostic[] | Failure> {
  const { preflightDiagnostics } = await import('../preflight.ts');
  return preflightDiagnostics(context);
}

function noSuchPath(path: string): Failure {
  return failure('REL3010', `There is no file or folder "${path}"`, 'check the path; it counts from where you are');
}
