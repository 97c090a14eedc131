import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { jsonText } from '../../views/json.ts';
import { validateDocument, validateText } from '../../views/validate.ts';
import { checkSince } from '../check-since.ts';
import { checkWorkspace } from '../check-workspace.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { isFailure } from '../failure.ts';
import { layoutOf } from '../layout.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'find every mistake that can be known without running',
  arguments: [{ usage: '[paths...]', description: 'report only what stands in these files or folders' }],
  options: [{ flags: '--since <ref>', description: 'report only what changes since this git ref can affect' }],
  outputs: ['text', 'json'],
  example: 'release validate\nrelease validate tenants/ --output json',
  run: async (context, args) => {
    const since = args.text('since');
    const made = since === undefined ? checkWorkspace(context, args.all) : checkSince(context, since, args.all);
    const result = await made;
    if (isFailure(result)) return context.print.fail(result);
    const { diagnostics, sources, checked } = result;
    const text =
      context.output === 'json'
        ? jsonText(validateDocument(diagnostics, sources, checked))
        : validateText(diagnostics, sources, checked, layoutOf(context));
    context.print.data(text);
    return hasErrors(diagnostics) ? exitCode.usage : exitCode.done;
  },
};
