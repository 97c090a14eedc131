import type { Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { choosePackage, type PackageLevel } from '../resolve/packages.ts';
import { packageSourcesOf } from '../resolve/release-sources.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { scalarText } from '../template/values.ts';
import type { CompiledText } from './compile-inputs.ts';
import type { CompiledStep } from './compiled-step.ts';
import type { LaneFacts } from './lane-instance.ts';
import type { ReleaseContext } from './release-context.ts';

/** A package that a step needs: which one follows from the tenant, which version from the release. */
export interface PackageRequest {
  readonly feed: string;
  readonly id: string;
  /** A version or range. */
  readonly wanted: string;
  readonly level: PackageLevel;
  /** Where the version is asked for; the step where nobody does. */
  readonly span: Span;
}

type Report = (diagnostic: Diagnostic) => void;

export function requestPackage(
  release: ReleaseContext,
  lane: LaneFacts,
  step: CompiledStep,
  scope: TemplateScope,
  report: Report,
): PackageRequest | undefined {
  const { packageId, packageVersion, expanded } = step;
  if (packageId === undefined || expanded.step.package === undefined) return undefined;
  const id = renderName(packageId, scope, report);
  const feed = feedOf(release.workspace, step);
  if (id === undefined || feed === undefined) return undefined;
  const version = packageVersion === undefined ? undefined : renderName(packageVersion, scope, report);
  if (packageVersion !== undefined && version === undefined) return undefined;
  const stepVersion =
    packageVersion && version !== undefined ? { text: version, span: packageVersion.span } : undefined;
  const chosen = choosePackage(sourcesOf(release, lane, step), id, stepVersion);
  if (chosen.kind === 'tied') {
    report(chosen.diagnostic);
    return undefined;
  }
  const { choice } = chosen;
  return { feed, id, wanted: choice.range, level: choice.level, span: choice.span ?? expanded.step.package.span };
}

function sourcesOf({ release }: ReleaseContext, { tenant, channel }: LaneFacts, { expanded }: CompiledStep) {
  const { channels } = expanded.project;
  return packageSourcesOf(release, tenant, channels.get(channel) ?? channels.get('default'));
}

/** Ids and versions are needed before the run, so nothing that only a run knows can stand in them. */
function renderName(text: CompiledText, scope: TemplateScope, report: Report): string | undefined {
  const rendered = text.template.render(scope);
  if (!rendered.ok) {
    if (rendered.problem.kind !== 'broken') report(renderDiagnostic(rendered.problem, text.span, text.template.text));
    return undefined;
  }
  return scalarText(rendered.value);
}

/** Rules have made sure that there is one: the step names it, or there is only one. */
function feedOf({ config }: Workspace, { expanded }: CompiledStep): string | undefined {
  const [only] = config.feeds.keys();
  return expanded.step.package?.feed?.text ?? only;
}
