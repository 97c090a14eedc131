import type { PlanAttempted } from '../../plan/model.ts';
import { nameSome } from '../../resolve/name-some.ts';
import type { Layout } from '../layout.ts';
import { type Cell, type Column, table } from '../table.ts';
import { clean, wrap } from '../text.ts';
import { stateWords } from '../where-now.ts';
import { amount, thousands } from '../words.ts';
import { isMove } from './changes.ts';
import type { Details } from './details.ts';
import type { LaneGroup } from './groups.ts';

/** Details that need not be said of each deployment: printed once, under the last wave. */
export type Common = { readonly [kind in keyof Details]: ReadonlySet<string> };

const titles: { readonly [kind in keyof Details]: string } = {
  blocked: 'blocked',
  joins: 'shared',
  leftOut: 'left out',
  packages: 'packages',
};
const kinds = ['blocked', 'joins', 'leftOut', 'packages'] as const;
/** Tables longer than this help nobody on a terminal; the JSON has them all. */
const mostGroups = 40;
const mostDetails = 12;

/** What all deployments share; of packages the version that most of them get, so that the others stand out. */
export function commonDetails(groups: readonly LaneGroup[]): Common {
  const deployments = groups.filter(({ once }) => !once);
  const shared = (kind: keyof Details): ReadonlySet<string> => {
    if (deployments.length < 2) return new Set();
    const [first, ...others] = deployments.map(({ details }) => details[kind]);
    return new Set(first?.filter((line) => others.every((lines) => lines.includes(line))));
  };
  return {
    blocked: new Set(),
    joins: shared('joins'),
    leftOut: shared('leftOut'),
    packages: usualPackages(deployments),
  };
}

function usualPackages(groups: readonly LaneGroup[]): ReadonlySet<string> {
  if (groups.length < 2) return new Set();
  const counts = new Map<string, number>();
  for (const { details, lanes } of groups) {
    for (const one of details.packages) counts.set(one, (counts.get(one) ?? 0) + lanes.length);
  }
  const usual = new Map<string, string>();
  for (const [one, count] of counts) {
    const id = one.slice(0, one.indexOf(' '));
    if (count > (counts.get(usual.get(id) ?? '') ?? 1)) usual.set(id, one);
  }
  return new Set(usual.values());
}

export function commonLines(common: Common, layout: Layout): readonly string[] {
  const { strong } = layout.style;
  const all = (['joins', 'leftOut'] as const).flatMap((kind) => detailLines(kind, [...common[kind]], layout, '  '));
  const packages = detailLines('packages', [...common.packages], layout, '  ');
  return [
    ...(all.length === 0 ? [] : ['', strong('In every deployment'), ...all]),
    ...(packages.length === 0 ? [] : ['', strong('In every deployment that says nothing else'), ...packages]),
  ];
}

const columns: readonly Column[] = [
  { title: 'tenants', flexible: true },
  { title: 'environment', flexible: true },
  { title: 'now', flexible: true },
  { title: '' },
  { title: 'wanted', flexible: true },
  { title: 'steps', align: 'right' },
];

/** A line per group of equal deployments, and under it what is special about them. */
export function groupTable(groups: readonly LaneGroup[], common: Common, layout: Layout): readonly string[] {
  const shown = groups.slice(0, mostGroups);
  const [title = '', ...lines] = table(columns, shown.map(rowOf(layout)), {
    columns: layout.columns,
    indent: 2,
    title: layout.style.faint,
  });
  const body = shown.flatMap((group, index) => [lines[index] ?? '', ...specialLines(group, common, layout)]);
  const hidden = groups.slice(mostGroups);
  return [title, ...body, ...(hidden.length === 0 ? [] : [hiddenLine(hidden, layout)])];
}

const rowOf =
  ({ style }: Layout) =>
  ({ who, environment, from, to, attempted, steps }: LaneGroup): readonly Cell[] => {
    const isMoved = isMove({ from, to, ...(attempted && { attempted }) });
    return [
      { text: whoWords(who.map(clean)) },
      { text: clean(environment) },
      nowCell(from, attempted, style),
      { text: isMoved ? '->' : '=' },
      { text: clean(to === '' ? 'nothing' : to), mark: isMoved ? style.strong : style.faint },
      { text: thousands(steps), ...(steps === 0 && { mark: style.faint }) },
    ];
  };

/** `24.6.1 failed, was 24.6.0`: what a deployment that did not succeed left behind, nobody knows. */
function nowCell(from: string | null, attempted: PlanAttempted | undefined, style: Layout['style']): Cell {
  const before = clean(from ?? 'nothing');
  if (attempted === undefined) return { text: before, ...(from === null && { mark: style.faint }) };
  return { text: `${clean(attempted.version)} ${stateWords(attempted.state)}, was ${before}`, mark: style.warning };
}

function whoWords(names: readonly string[]): string {
  return names.length > 3 ? `${thousands(names.length)}: ${nameSome(names)}` : nameSome(names);
}

function specialLines({ details }: LaneGroup, common: Common, layout: Layout): readonly string[] {
  return kinds.flatMap((kind) => {
    const own = details[kind].filter((line) => !common[kind].has(line));
    return detailLines(kind, own, layout, '      ');
  });
}

/** Packages go on one line; the rest has a line each. */
function detailLines(
  kind: keyof Details,
  details: readonly string[],
  { style, columns: width }: Layout,
  indent: string,
): readonly string[] {
  if (details.length === 0) return [];
  const hidden = details.length - mostDetails;
  const some = hidden > 0 ? [...details.slice(0, mostDetails), `and ${hidden} more`] : details;
  const texts = kind === 'packages' ? [some.join(', ')] : some;
  const mark = kind === 'blocked' ? style.warning : style.faint;
  const hanging = `${indent}  `;
  return texts.flatMap((text) =>
    wrap(`${titles[kind]} ${text}`, width - hanging.length).map((line, index) =>
      mark((index === 0 ? indent : hanging) + line),
    ),
  );
}

function hiddenLine(hidden: readonly LaneGroup[], { style }: Layout): string {
  const count = hidden.reduce((sum, { lanes }) => sum + lanes.length, 0);
  return style.faint(`  and ${amount(count, 'more deployment')}; \`--output json\` lists them all`);
}
