import { type Sources, sourcesFrom } from '../../diagnostics/sources.ts';
import { describeLoss, type Loser } from '../../resolve/explain.ts';
import { whereFrom } from '../../resolve/tie-diagnostics.ts';
import { joinLines, type Layout } from '../layout.ts';
import { clean, wrap } from '../text.ts';
import type { ExplainView } from './document.ts';
import { candidateText, placeText, planValueText, scopeText } from './parts.ts';
import { traceLines } from './trace.ts';

/** The value, where it comes from, and of every other candidate why it is not that one. */
export function explainText(view: ExplainView, layout: Layout): string {
  const { explanation, value, tenant, environment, lookup } = view;
  const { style } = layout;
  const { winner, losers } = explanation;
  const sources = sourcesFrom(lookup);
  const written = winner && candidateText(winner.value);
  const shown = value === undefined && written !== undefined ? written : planValueText(value);
  const place = style.faint(`for ${clean(tenant ?? 'no tenant')} in ${clean(environment)}`);
  return joinLines([
    `${style.strong(clean(explanation.name))} = ${shown}  ${place}`,
    ...(winner === undefined
      ? ['  no candidate matches here']
      : [
          `  from ${placeText(winner, sources)}, ${clean(whereFrom(winner))}`,
          ...scopeLines(scopeText(winner.scope), '  ', layout),
          ...(written === shown || written === undefined ? [] : [`  written as ${written}`]),
        ]),
    ...(view.trace === undefined ? [] : traceLines(view.trace, sources, layout)),
    ...(losers.length === 0 ? [] : ['', style.strong('Not taken')]),
    ...losers.flatMap((loser) => loserLines(loser, sources, layout)),
  ]);
}

function loserLines({ candidate, reason }: Loser, sources: Sources, layout: Layout): readonly string[] {
  const { style, columns } = layout;
  const tied = reason.kind === 'tied';
  const why = wrap(clean(describeLoss(reason)), columns - 4).map((line) => `    ${line}`);
  return [
    `  ${candidateText(candidate.value)}  ${style.faint(placeText(candidate, sources))}`,
    ...why.map(tied ? style.error : style.warning),
    ...scopeLines(scopeText(candidate.scope), '    ', layout),
  ];
}

function scopeLines(scope: string, indent: string, { style, columns }: Layout): readonly string[] {
  if (scope === '') return [];
  return wrap(`scope: ${scope}`, columns - indent.length - 2).map((line, index) =>
    style.faint(`${indent}${index === 0 ? '' : '  '}${line}`),
  );
}
