import type { Plan } from '../../plan/model.ts';
import { joinLines, type Layout } from '../layout.ts';
import { clean, wrap } from '../text.ts';
import { amount } from '../words.ts';
import { planChanges } from './changes.ts';
import type { PlanView } from './document.ts';
import { planGates, waveTerms } from './gates.ts';
import { grouper, type LaneGroup } from './groups.ts';
import { type Common, commonDetails, commonLines, groupTable } from './wave-table.ts';

/** What a run would do: per wave the versions now and wanted, what is left out and why, packages, gates. */
export function planText({ plan, digest, blocked = [] }: PlanView, layout: Layout): string {
  const group = grouper(plan, blocked, layout.zone);
  const sections = [
    ...plan.header.waves.map((wave, index) => ({
      title: `Wave ${clean(wave.name)}`,
      terms: waveTerms(plan, wave, index),
      groups: [...group(wave.before), ...group(wave.lanes), ...group(wave.after)],
    })),
    ...sharedSection(group(sharedLanes(plan))),
  ];
  const common = commonDetails(sections.flatMap(({ groups }) => groups));
  return joinLines([
    ...headLines(plan, digest, layout),
    ...sections.flatMap((section) => ['', ...sectionLines(section, common, layout)]),
    ...commonLines(common, layout),
    ...gateLines(plan, layout),
    '',
    totalLine(plan, blocked.length, layout),
  ]);
}

interface Section {
  readonly title: string;
  readonly terms: readonly string[];
  readonly groups: readonly LaneGroup[];
}

function headLines({ header }: Plan, digest: string, { style }: Layout): readonly string[] {
  const { release, version, project, channel } = header;
  const what = `${clean(project)} ${clean(version)}`;
  return [
    `${style.strong(`Plan of ${clean(release)}`)}: ${what}, channel ${clean(channel)}`,
    style.faint(`digest ${clean(digest)}`),
  ];
}

function sharedLanes(plan: Plan): readonly number[] {
  return plan.lanes.flatMap(({ kind }, index) => (kind === 'shared' ? [index] : []));
}

function sharedSection(groups: readonly LaneGroup[]): readonly Section[] {
  return groups.length === 0 ? [] : [{ title: 'Shared', terms: ['when the first of them gets there'], groups }];
}

function sectionLines({ title, terms, groups }: Section, common: Common, layout: Layout): readonly string[] {
  const count = groups.reduce((sum, { lanes }) => sum + lanes.length, 0);
  const words = `${title}: ${[amount(count, 'deployment'), ...terms].join(', ')}`;
  const [head = '', ...more] = wrap(words, layout.columns - 2);
  // A title that is itself too long for a line stays unmarked.
  const marked = head.startsWith(title) ? layout.style.strong(title) + head.slice(title.length) : head;
  return [marked, ...more.map((line) => `  ${line}`), ...groupTable(groups, common, layout)];
}

function gateLines(plan: Plan, { now, zone, columns, style }: Layout): readonly string[] {
  const gates = planGates(plan, now, zone);
  if (gates.length === 0) return [];
  const lines = gates.flatMap((gate) =>
    wrap(gate, columns - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`),
  );
  return ['', style.strong('Waits'), ...lines];
}

function totalLine(plan: Plan, blocked: number, { style }: Layout): string {
  const { deployments, moves, steps } = planChanges(plan);
  if (steps === 0) return style.strong('Nothing to do.');
  const words = `${amount(deployments, 'deployment')}, ${amount(steps, 'step')}; ${amount(moves, 'version')} ${moves === 1 ? 'changes' : 'change'}`;
  const held = blocked === 0 ? '' : style.warning(`; ${amount(blocked, 'deployment')} blocked`);
  return `${style.strong(words)}${held}`;
}
