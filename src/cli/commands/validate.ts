import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { jsonText } from '../../views/json.ts';
import { validateDocument, validateText } from '../../views/validate.ts';
import { checkWorkspace } from '../check-workspace.ts';
import type { Command } from '../command.ts';
import { exitCode } from '../exit-code.ts';
import { layoutOf } from '../layout.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'find every mistake that can be known without running',
  arguments: [{ usage: '[paths...]', description: 'report only what stands in these files or folders' }],
  options: [],
  outputs: ['text', 'json'],
  example: 'release validate\nrelease validate tenants/ --output json',
  run: async (context, args) => {
    const { diagnostics, sources, checked } = await checkWorkspace(context, args.all);
    const text =
      context.output === 'json'
        ? jsonText(validateDocument(diagnostics, sources, checked))
        : validateText(diagnostics, sources, checked, layoutOf(context));
    context.print.data(text);
    return hasErrors(diagnostics) ? exitCode.usage : exitCode.done;
  },
};
