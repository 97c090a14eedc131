import { rootMark } from '../targets/drop/marks.ts';
import { placeFolder, versionFolderName } from '../targets/package-names.ts';
import { type StageResult, type StepContext, wordsOf } from './kind.ts';
import { prepareJob } from './package-job.ts';
import { keptByDefault } from './package-run.ts';
import { environmentTexts, integerInput, mapInput, textsInput } from './read-inputs.ts';
import { packageEnvironment, standardEnvironment } from './script-environment.ts';

/** The package with its values filled in; its hooks run at the site, as they would here. */
export async function stagePackage(context: StepContext, signal: AbortSignal): Promise<StageResult> {
  const prepared = await prepareJob(context, signal);
  if (!prepared.ok) return { ok: false, message: wordsOf(prepared.diagnostics) };
  const { request, package: used } = prepared.job;
  const path = `${rootMark}/applications/${placeFolder(request.place)}/${versionFolderName(request)}`;
  const rendered = context.inputsWith(path);
  if (!rendered.ok) return { ok: false, message: rendered.message };
  const env = {
    ...environmentTexts(mapInput(rendered.inputs, 'env')),
    ...standardEnvironment(context.facts, context.ticket),
    ...packageEnvironment(context, used.version, path),
  };
  const keep = integerInput(context.inputs, 'keep') ?? keptByDefault;
  const outputs = ['path', ...textsInput(context.inputs, 'outputs')];
  return { ok: true, action: { kind: 'package', request, env, keep, outputs } };
}
