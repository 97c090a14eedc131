import type { Located } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { compileTemplate } from '../template/compile.ts';
import { compileCondition } from '../template/condition.ts';
import type { JsonMap } from '../util/json.ts';
import { toJson } from '../yaml/access.ts';
import { checkHarm } from './check-node.ts';
import { checkOutputs } from './check-outputs.ts';
import { type CompiledText, compileInputs } from './compile-inputs.ts';
import type { CompiledProcess, CompiledStep } from './compiled-step.ts';
import type { ExpandedProcess, ExpandedStep } from './expand.ts';
import { inlineFile } from './inline-file.ts';
import { inputCheck } from './input-check.ts';
import { plainNames } from './plain-inputs.ts';
import type { StepKindCatalog, StepKindInfo } from './step-kind.ts';

type Report = (diagnostic: Diagnostic) => void;

/** What compiling needs besides the process itself. */
export interface Sources {
  readonly kinds: StepKindCatalog;
  /** A file of the workspace, for scripts that stand in files of their own. */
  readonly readText: (path: string) => string | undefined;
}

/** Undefined steps are those whose kind nobody knows: they are reported, and nothing more can be said about them. */
export function compileProcess(expanded: ExpandedProcess, sources: Sources, report: Report): CompiledProcess {
  const steps = expanded.steps.flatMap((step) => compileStep(step, sources, report) ?? []);
  if (steps.length === expanded.steps.length) checkOutputs(steps, report);
  const projects = new Set([expanded.project.id, ...steps.map((step) => step.expanded.project.id)]);
  return { expanded, steps, projects: [...projects] };
}

function compileStep(expanded: ExpandedStep, { kinds, readText }: Sources, report: Report): CompiledStep | undefined {
  const { step } = expanded;
  const kind = kinds.get(step.uses.text);
  if (kind === undefined) {
    report(unknownKind(step.uses, kinds));
    return undefined;
  }
  checkPackage(expanded, kind, report);
  const { file } = step.span;
  const written = inlineFile(file, step.with, kind, readText, report);
  const inputs = compileInputs(file, written, kind, report);
  const check = inputCheck(kind, step, file);
  // Without templates the inputs are the same for everybody, so they are checked once, here.
  if (inputs.texts.length === 0) {
    check(toJson(written)).forEach(report);
    checkHarm({ kind, expanded }, toJson(written), undefined, report);
  }
  const plain = plainNames(inputs.root, kind, check);
  const when = step.when === undefined ? undefined : compileWhen(step.when, report);
  return {
    expanded,
    kind,
    with: toJson(written) as JsonMap,
    inputs,
    check,
    ...(plain && { plainNames: plain }),
    ...(when && { when }),
    ...compilePackage(expanded, report),
  };
}

function compileWhen(located: Located, report: Report): CompiledStep['when'] {
  const { condition, diagnostics } = compileCondition(located.text, located.span);
  diagnostics.forEach(report);
  return condition === undefined ? undefined : { condition, located };
}

function compilePackage({ step }: ExpandedStep, report: Report): Pick<CompiledStep, 'packageId' | 'packageVersion'> {
  if (step.package === undefined) return {};
  const packageId = compileLocated(step.package.id, report);
  const packageVersion = step.package.version && compileLocated(step.package.version, report);
  return { ...(packageId && { packageId }), ...(packageVersion && { packageVersion }) };
}

function compileLocated({ text, span }: Located, report: Report): CompiledText | undefined {
  const { template, diagnostics } = compileTemplate(text, span);
  diagnostics.forEach(report);
  return template === undefined ? undefined : { kind: 'text', template, span };
}

function checkPackage({ step }: ExpandedStep, kind: StepKindInfo, report: Report): void {
  const has = step.package !== undefined;
  if (kind.package === 'required' && !has) {
    report({
      code: 'REL1608',
      severity: 'error',
      summary: `Step ${step.id} uses ${kind.name}, which needs a package`,
      hint: 'add `package: { id: … }`',
      span: step.uses.span,
    });
  }
  if (kind.package === 'none' && step.package !== undefined) {
    report({
      code: 'REL1608',
      severity: 'error',
      summary: `Step ${step.id} uses ${kind.name}, which takes no package`,
      hint: 'remove `package`, or use a kind that takes one',
      span: step.package.span,
    });
  }
}

function unknownKind(uses: Located, kinds: StepKindCatalog): Diagnostic {
  const near = didYouMean(uses.text, kinds.keys());
  return {
    code: 'REL1604',
    severity: 'error',
    summary: `There is no step kind "${uses.text}"`,
    hint: near ?? `the kinds are: ${[...kinds.keys()].join(', ')}; kinds of your own are listed under \`stepKinds\``,
    span: uses.span,
  };
}
