import { compileCached } from '../template/compile.ts';
import { renderWording } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { scalarText } from '../template/values.ts';
import type { RenderedText } from './kind.ts';
import type { NodeSecrets } from './node-secrets.ts';

/** Fills in a text that stands in no file of the workspace. */
export async function renderFileText(
  secrets: NodeSecrets,
  scope: () => TemplateScope,
  text: string,
): Promise<RenderedText> {
  const { template, problems } = compileCached(text, false);
  const [mistake] = problems;
  if (template === undefined)
    return { ok: false, message: mistake?.summary ?? 'it is no template', offset: mistake?.offset ?? 0 };
  const settled = await secrets.settle(scope, (current): RenderedText | undefined => {
    const result = template.render(current);
    if (!result.ok) {
      const { problem } = result;
      return problem.kind === 'later'
        ? undefined
        : { ok: false, message: renderWording(problem).summary, offset: problem.offset };
    }
    const rendered = scalarText(result.value);
    if (rendered === undefined) return { ok: false, message: 'the text is a list or a map', offset: 0 };
    return { ok: true, text: rendered, secret: result.secret };
  });
  return settled.ok ? settled.value : { ok: false, message: settled.message, offset: 0 };
}
